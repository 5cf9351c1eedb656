using Holdfast.Engine.Objects;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.StoreAccess.Objects;

/// <summary>A fetched object in a staged file without a name, which is gone with its handle, even after a crash.</summary>
internal sealed class StagedFileObject : IFetchedObject
{
    private readonly string _key;
    private readonly SafeFileHandle _file;
    private readonly IReadOnlyList<ByteRange>? _ranges;
    private readonly long[] _places;

    private StagedFileObject(string key, SafeFileHandle file, long length, IReadOnlyList<ByteRange>? ranges)
    {
        (_key, _file, Length, _ranges) = (key, file, length, ranges);
        _places = new long[ranges?.Count ?? 0];
        for (var index = 1; index < _places.Length; index++)
        {
            _places[index] = _places[index - 1] + ranges![index - 1].Length;
        }
    }

    public long Length { get; }

    /// <summary>Opens a staged file and takes its name away.</summary>
    /// <param name="key">The object.</param>
    /// <param name="path">The file.</param>
    /// <param name="length">Bytes of the object in the store.</param>
    /// <param name="ranges">What the file holds, packed; null when it is the whole object.</param>
    public static StagedFileObject Open(string key, string path, long length, IReadOnlyList<ByteRange>? ranges)
    {
        try
        {
            var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
            File.Delete(path);
            return new StagedFileObject(key, file, length, ranges);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw UploaderObjects.StagingNotShared(path, cause);
        }
    }

    public async ValueTask ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (destination.Length > Length - offset)
        {
            throw new EndOfStreamException($"The object '{_key}' has {Length} bytes; {destination.Length} were wanted at offset {offset}.");
        }

        var place = Place(offset, destination.Length);
        while (destination.Length > 0)
        {
            var read = await RandomAccess.ReadAsync(_file, destination, place, cancellationToken);
            if (read == 0)
            {
                throw new EndOfStreamException($"The staged file of '{_key}' ends {destination.Length} bytes early.");
            }

            place += read;
            destination = destination[read..];
        }
    }

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Where the bytes lie in the file.</summary>
    private long Place(long offset, int length)
    {
        if (_ranges is null || length == 0)
        {
            return offset;
        }

        var (low, high) = (0, _ranges.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (offset < _ranges[middle].Offset)
            {
                high = middle - 1;
            }
            else if (offset >= _ranges[middle].End)
            {
                low = middle + 1;
            }
            else
            {
                return offset + length <= _ranges[middle].End ? _places[middle] + offset - _ranges[middle].Offset : throw NotFetched(offset);
            }
        }

        throw NotFetched(offset);
    }

    private InvalidOperationException NotFetched(long offset) => new($"Bytes of '{_key}' at offset {offset} are read, but were not fetched.");
}
