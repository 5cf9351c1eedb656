using Holdfast.Engine.Packs;

namespace Holdfast.Engine.Chunks;

/// <summary>A chunk and where it lies. Of a chunk on its way into a pack the place becomes known later: see <see cref="Placed"/>.</summary>
public sealed class StoredChunk
{
    /// <summary>No chunk has more content, in bytes.</summary>
    public const int MaxSize = 4 << 20;

    private readonly TaskCompletionSource? _placement;
    private long _live;

    /// <summary>A chunk that lies in a pack.</summary>
    public StoredChunk(ChunkId id, int size, PackReference pack, long offset, int stored)
    {
        Id = id;
        Size = size;
        Pack = pack;
        Offset = offset;
        Stored = stored;
    }

    /// <summary>A chunk that is still to be placed.</summary>
    internal StoredChunk(ChunkId id, int size)
    {
        Id = id;
        Size = size;
        Pack = null!;
        _placement = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public ChunkId Id { get; }

    /// <summary>Length of the content in bytes.</summary>
    public int Size { get; }

    /// <summary>The pack that holds the frame.</summary>
    public PackReference Pack { get; private set; }

    /// <summary>Offset of the frame in the pack.</summary>
    public long Offset { get; private set; }

    /// <summary>Length of the frame in bytes.</summary>
    public int Stored { get; private set; }

    /// <summary>Ends when the place is known.</summary>
    internal Task Placed => _placement?.Task ?? Task.CompletedTask;

    internal void Place(PackReference pack, long offset, int stored)
    {
        Pack = pack;
        Offset = offset;
        Stored = stored;
        _placement!.SetResult();
    }

    /// <summary>Counts <paramref name="length"/> more bytes of this chunk as used, for its pack in proportion.</summary>
    internal void Use(long length)
    {
        var before = Share(_live);
        _live = Math.Min(Size, _live + length);
        Pack.Use(Share(_live) - before);
    }

    private long Share(long live) => Size == 0 ? 0 : Stored * live / Size;
}
