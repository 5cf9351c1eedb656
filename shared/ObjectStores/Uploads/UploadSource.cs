using System.Buffers;
using System.Security.Cryptography;
using Holdfast.ObjectStores.Directories;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.ObjectStores.Uploads;

/// <summary>Bytes that are to be stored, from memory or from a staged file, taken part by part.</summary>
/// <remarks>
/// Parts are hashed as they are taken, and the last one is only handed out when the whole is what was promised: so bytes that a disk
/// altered never become an object. The file stays open; it may lose its name meanwhile.
/// </remarks>
internal sealed class UploadSource : IDisposable
{
    private const int ReadSize = 1 << 20;

    private readonly string _key;
    private readonly SafeFileHandle? _file;
    private readonly ReadOnlyMemory<byte> _content;
    private readonly IncrementalHash _whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _taken;
    private int _parts;

    private UploadSource(string key, SafeFileHandle? file, ReadOnlyMemory<byte> content, long length, ReadOnlyMemory<byte> sha256) =>
        (_key, _file, _content, Length, Sha256) = (key, file, content, length, sha256);

    /// <summary>Bytes in all.</summary>
    public long Length { get; }

    /// <summary>SHA-256 of all bytes, as it was promised.</summary>
    public ReadOnlyMemory<byte> Sha256 { get; }

    public static UploadSource Of(string key, ReadOnlyMemory<byte> content) =>
        new(key, null, content, content.Length, SHA256.HashData(content.Span));

    /// <summary>Opens a staged file; null when it is gone.</summary>
    /// <exception cref="ObjectStoreException">It cannot be read, or has another length.</exception>
    public static UploadSource? Open(string key, StagedFile file)
    {
        var number = FileCalls.Open(file.Path, out var handle);
        if (number == Errno.NoEntry)
        {
            handle.Dispose();
            return null;
        }

        var facts = default(FileFacts);
        number = number == 0 ? FileFacts.OfOpen(handle, out facts) : number;
        if (number == 0 && facts.Length == file.Length)
        {
            return new UploadSource(key, handle, default, file.Length, file.Sha256);
        }

        handle.Dispose();
        throw number != 0
            ? DirectoryFailure.From(number, "store", file.Path, key)
            : new ObjectStoreException(
                $"Cannot store '{key}': the staged file '{file.Path}' has {facts.Length} bytes instead of {file.Length}. Was it written to, or cut by a full disk? Run the operation again.",
                false, key);
    }

    /// <summary>The next <paramref name="size"/> bytes, or what is left; null when all were taken.</summary>
    /// <exception cref="ObjectStoreException">They cannot be read, or the whole is not what was promised.</exception>
    public UploadPart? Next(long size, CancellationToken cancellationToken)
    {
        if (_parts > 0 && _taken == Length)
        {
            return null;
        }

        var length = Math.Min(size, Length - _taken);
        var hash = Hash(length, cancellationToken);
        var part = new UploadPart(++_parts, _taken, length, hash);
        _taken += length;
        return _taken < Length || _whole.GetCurrentHash().AsSpan().SequenceEqual(Sha256.Span)
            ? part
            : throw new ObjectStoreException(
                $"Cannot store '{_key}': the bytes read from staging are not those that were staged. Check the staging disk, then run the operation again.",
                false, _key);
    }

    /// <summary>The bytes of a part, from its beginning. May be called again, and for several parts at once.</summary>
    /// <param name="part">As <see cref="Next"/> gave it.</param>
    /// <param name="moved">Called whenever bytes were read.</param>
    public Stream Open(UploadPart part, Action moved) => new PartStream(ReadAt, part.Offset, part.Length, moved);

    public void Dispose()
    {
        _whole.Dispose();
        _file?.Dispose();
    }

    private byte[] Hash(long length, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var onlyPart = length == Length;
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(ReadSize, length + 1));
        try
        {
            for (var done = 0L; done < length;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var read = ReadAt(buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - done)), _taken + done);
                _whole.AppendData(buffer, 0, read);
                if (!onlyPart)
                {
                    hash.AppendData(buffer, 0, read);
                }

                done += read;
            }

            return onlyPart ? _whole.GetCurrentHash() : hash.GetHashAndReset();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads at least one byte where the buffer has room for one.</summary>
    private int ReadAt(Span<byte> buffer, long offset)
    {
        if (_file is null)
        {
            var count = (int)Math.Min(buffer.Length, _content.Length - offset);
            _content.Span.Slice((int)offset, count).CopyTo(buffer);
            return count;
        }

        try
        {
            var read = RandomAccess.Read(_file, buffer, offset);
            return read > 0 || buffer.IsEmpty
                ? read
                : throw new ObjectStoreException(
                    $"Cannot store '{_key}': its staged file was cut while it was read. Run the operation again.", false, _key);
        }
        catch (Exception failure) when (DirectoryFailure.IsFileFailure(failure))
        {
            throw DirectoryFailure.From(failure, "store", "its staged file", _key);
        }
    }
}
