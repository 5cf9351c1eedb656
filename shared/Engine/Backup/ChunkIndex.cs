using System.Diagnostics.CodeAnalysis;
using Holdfast.Engine.Chunks;

namespace Holdfast.Engine.Backup;

/// <summary>The chunks that a run need not write: those of its parents, and those it has written. Safe for concurrent use.</summary>
internal sealed class ChunkIndex
{
    private readonly HashSet<StoredChunk> _chunks = new(ById.Instance);
    private readonly HashSet<StoredChunk>.AlternateLookup<ChunkId> _byId;
    private readonly Lock _lock = new();

    public ChunkIndex() => _byId = _chunks.GetAlternateLookup<ChunkId>();

    /// <summary>Adds a chunk that lies in a usable pack.</summary>
    public void Add(StoredChunk chunk)
    {
        lock (_lock)
        {
            _chunks.Add(chunk);
        }
    }

    /// <summary>Whether the caller has to write the chunk; if not, <paramref name="chunk"/> is the one that is (or is being) stored.</summary>
    public bool Claim(ChunkId id, int size, out StoredChunk chunk)
    {
        lock (_lock)
        {
            if (_byId.TryGetValue(id, out var known))
            {
                chunk = known;
                return false;
            }

            chunk = new StoredChunk(id, size);
            _chunks.Add(chunk);
            return true;
        }
    }

    private sealed class ById : IEqualityComparer<StoredChunk>, IAlternateEqualityComparer<ChunkId, StoredChunk>
    {
        public static readonly ById Instance = new();

        public bool Equals(StoredChunk? x, StoredChunk? y) => x!.Id == y!.Id;

        public int GetHashCode([DisallowNull] StoredChunk chunk) => chunk.Id.GetHashCode();

        public bool Equals(ChunkId alternate, StoredChunk other) => alternate == other.Id;

        public int GetHashCode(ChunkId alternate) => alternate.GetHashCode();

        public StoredChunk Create(ChunkId alternate) => throw new NotSupportedException();
    }
}
