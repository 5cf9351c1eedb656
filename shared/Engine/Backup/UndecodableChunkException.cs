using Holdfast.Engine.Chunks;

namespace Holdfast.Engine.Backup;

/// <summary>
/// A chunk, compressed, does not decompress to what it was: this host's memory or processor is faulty, or the compressor is. Nothing of
/// it was stored.
/// </summary>
public sealed class UndecodableChunkException(ChunkId id, Exception? cause = null)
    : Exception($"Chunk {id} does not decompress to what was compressed. Nothing of it was stored; check this host's memory.", cause);
