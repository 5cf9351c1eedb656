using System.Buffers;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Sealing;

namespace Holdfast.Engine.Packs;

/// <summary>Reads chunks out of packs: opens the seal, decompresses, and checks the content against its id. One caller at a time.</summary>
public sealed class ChunkReader : IDisposable
{
    private readonly ChunkCodec _codec = new();
    private OpenPack? _pack;
    private PackCipher? _cipher;

    /// <summary>Fills <paramref name="destination"/>, as long as the chunk, with its content.</summary>
    /// <exception cref="DamagedPackException">What is there is not this chunk.</exception>
    public async ValueTask ReadAsync(
        OpenPack pack, ChunkId id, long offset, int stored, Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (offset < PackHeader.Length || offset + stored > pack.Length)
        {
            throw new DamagedPackException(pack.Key, $"it ends before the frame at {offset}.");
        }

        var buffer = ArrayPool<byte>.Shared.Rent(stored);
        try
        {
            await pack.ReadAsync(offset, buffer.AsMemory(0, stored), cancellationToken);
            Decode(pack, id, offset, buffer.AsSpan(0, stored), destination.Span);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose()
    {
        _codec.Dispose();
        _cipher?.Dispose();
    }

    private void Decode(OpenPack pack, ChunkId id, long offset, Span<byte> stored, Span<byte> destination)
    {
        if (!ReferenceEquals(pack, _pack))
        {
            _cipher?.Dispose();
            _cipher = pack.CreateCipher();
            _pack = pack;
        }

        if (_cipher is not null)
        {
            if (stored.Length < PackCipher.Overhead)
            {
                throw new DamagedPackException(pack.Key, $"the frame at {offset} is too short.");
            }

            var opened = stored[..^PackCipher.Overhead];
            pack.Open(_cipher, offset, stored, opened);
            stored = opened;
        }

        try
        {
            _codec.Decompress(stored, destination);
        }
        catch (InvalidDataException cause)
        {
            throw new DamagedPackException(pack.Key, $"the frame at {offset} cannot be decoded. {cause.Message}", cause);
        }

        if (pack.Hasher.Compute(destination) != id)
        {
            throw new DamagedPackException(pack.Key, $"the frame at {offset} holds other content than chunk {id}.");
        }
    }
}
