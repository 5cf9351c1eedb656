using System.Security.Cryptography;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Sealing;

namespace Holdfast.Engine.Packs;

/// <summary>A pack within reach: its header is read and checked. Safe for concurrent use.</summary>
public sealed class OpenPack : IAsyncDisposable
{
    private readonly Repository _repository;
    private readonly IFetchedObject _content;
    private readonly byte[] _headerBytes;
    private readonly DataKey? _key;

    private OpenPack(Repository repository, string key, IFetchedObject content, byte[] headerBytes)
    {
        _repository = repository;
        _content = content;
        _headerBytes = headerBytes;
        Key = key;
        Header = PackHeader.Parse(key, headerBytes);
        if (Header.IsSealed != repository.Keyring.IsSealed)
        {
            throw new DamagedPackException(key, Header.IsSealed ? "it is encrypted, its repository is not." : "it is not encrypted, its repository is.");
        }

        _key = Header.DataKeyId is { } id ? repository.Keyring.Get(id) : null;
        Hasher = new ChunkHasher(_key?.ChunkIdKey());
    }

    public string Key { get; }

    public PackHeader Header { get; }

    /// <summary>Length of the whole pack in bytes.</summary>
    public long Length => _content.Length;

    /// <summary>Computes the ids of this pack's chunks.</summary>
    internal ChunkHasher Hasher { get; }

    /// <summary>Fetches a pack, or of it the ranges that are needed; the header always.</summary>
    /// <param name="ranges">Ascending; null for the whole pack.</param>
    /// <exception cref="ObjectNotFoundException">The pack is missing.</exception>
    /// <exception cref="DamagedPackException">It does not start like a pack of this repository.</exception>
    public static async Task<OpenPack> OpenAsync(
        IObjectSource source, Repository repository, string key, IReadOnlyList<ByteRange>? ranges, CancellationToken cancellationToken)
    {
        var content = await source.FetchAsync(key, ranges is null ? null : [new(0, PackHeader.Length), .. ranges], cancellationToken);
        try
        {
            var header = new byte[PackHeader.Length];
            await ReadAsync(content, key, 0, header, cancellationToken);
            return new OpenPack(repository, key, content, header);
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }

    /// <summary>Fetches a pack's frame table and hash alone, without the frames, and reads them.</summary>
    /// <param name="length">Length of the pack as its listing or snapshot tells.</param>
    /// <exception cref="DamagedPackException">The table is damaged.</exception>
    public static async Task<PackTail> ReadTailAsync(
        IObjectSource source, Repository repository, string key, long length, CancellationToken cancellationToken)
    {
        // The tail that holds the table of a usual pack; a larger table takes a second fetch.
        const int Tail = 16 << 10;
        var start = Math.Max(PackHeader.Length, length - Tail);
        if (length < PackHeader.Length + PackTrailer.Length)
        {
            throw new DamagedPackException(key, $"it has only {length} bytes.");
        }

        await using (var pack = await OpenAsync(source, repository, key, [new(start, length - start)], cancellationToken))
        {
            var trailer = await pack.ReadTrailerAsync(length, cancellationToken);
            if (trailer.TableOffset >= start)
            {
                return await pack.ReadTailAsync(length, cancellationToken);
            }

            start = trailer.TableOffset;
        }

        await using var again = await OpenAsync(source, repository, key, [new(start, length - start)], cancellationToken);
        return await again.ReadTailAsync(length, cancellationToken);
    }

    /// <summary>Reads and checks the frame table.</summary>
    /// <exception cref="DamagedPackException">The table is damaged.</exception>
    public Task<PackTail> ReadTailAsync(CancellationToken cancellationToken) => ReadTailAsync(Length, cancellationToken);

    /// <summary>Reads stored bytes.</summary>
    /// <exception cref="DamagedPackException">The pack ends before the buffer is full.</exception>
    public ValueTask ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken) =>
        ReadAsync(_content, Key, offset, destination, cancellationToken);

    public ValueTask DisposeAsync() => _content.DisposeAsync();

    /// <summary>What opens sealed frames, for one thread at a time; null when the pack is not sealed.</summary>
    internal PackCipher? CreateCipher() =>
        _key is null ? null : new PackCipher(_key, _repository.Id, Key, Header.Salt.Span, _headerBytes);

    /// <summary>Checks the SHA-256 at the end of the pack against all before it, and returns it.</summary>
    /// <exception cref="DamagedPackException">The bytes changed.</exception>
    internal Task<byte[]> CheckHashAsync(Memory<byte> buffer, CancellationToken cancellationToken) => CheckHashAsync(_content, Key, buffer, cancellationToken);

    /// <summary>The same of a pack that cannot be opened, since its key is not known here.</summary>
    /// <exception cref="DamagedPackException">The bytes changed.</exception>
    internal static async Task<byte[]> CheckHashAsync(IFetchedObject content, string key, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var end = content.Length - PackTrailer.Length + PackTrailer.HashOffset;
        for (long at = 0; at < end;)
        {
            var piece = buffer[..(int)Math.Min(buffer.Length, end - at)];
            await ReadAsync(content, key, at, piece, cancellationToken);
            hash.AppendData(piece.Span);
            at += piece.Length;
        }

        var kept = new byte[SHA256.HashSizeInBytes];
        await ReadAsync(content, key, end, kept, cancellationToken);
        if (!hash.GetCurrentHash().AsSpan().SequenceEqual(kept))
        {
            throw new DamagedPackException(key, "its bytes do not match its SHA-256.");
        }

        return kept;
    }

    private async Task<PackTrailer> ReadTrailerAsync(long length, CancellationToken cancellationToken)
    {
        var bytes = new byte[PackTrailer.Length];
        await ReadAsync(length - PackTrailer.Length, bytes, cancellationToken);
        return PackTrailer.Parse(Key, bytes, length);
    }

    private async Task<PackTail> ReadTailAsync(long length, CancellationToken cancellationToken)
    {
        if (length < PackHeader.Length + PackTrailer.Length)
        {
            throw new DamagedPackException(Key, $"it has only {length} bytes.");
        }

        var trailer = await ReadTrailerAsync(length, cancellationToken);
        var bytes = new byte[trailer.TableLength + PackTrailer.Length];
        await ReadAsync(trailer.TableOffset, bytes, cancellationToken);
        var stored = bytes.AsMemory(0, trailer.TableLength);
        PackTrailer.Check(Key, _headerBytes, stored.Span, bytes.AsSpan(trailer.TableLength));
        var table = new byte[trailer.FrameCount * FrameTable.LineLength];
        using (var cipher = CreateCipher())
        {
            if (table.Length + (cipher is null ? 0 : PackCipher.Overhead) != stored.Length)
            {
                throw new DamagedPackException(Key, "its frame table has another length than its frames need.");
            }

            if (cipher is null)
            {
                stored.Span.CopyTo(table);
            }
            else
            {
                Open(cipher, trailer.TableOffset, stored.Span, table);
            }
        }

        return new PackTail(FrameTable.Parse(Key, table, trailer.TableOffset), bytes[^SHA256.HashSizeInBytes..]);
    }

    internal void Open(PackCipher cipher, long offset, ReadOnlySpan<byte> stored, Span<byte> destination)
    {
        try
        {
            cipher.Open((uint)offset, stored, destination);
        }
        catch (SealBrokenException cause)
        {
            throw new DamagedPackException(Key, "a frame in it does not open; it was changed or belongs elsewhere.", cause);
        }
    }

    private static async ValueTask ReadAsync(
        IFetchedObject content, string key, long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        try
        {
            await content.ReadAsync(offset, destination, cancellationToken);
        }
        catch (EndOfStreamException cause)
        {
            throw new DamagedPackException(key, $"it ends before byte {offset + destination.Length}; it was cut short.", cause);
        }
    }
}
