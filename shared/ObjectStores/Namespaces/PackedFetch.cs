using System.Buffers;
using Holdfast.Engine.Objects;
using Holdfast.ObjectStores.Directories;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.ObjectStores.Namespaces;

/// <summary>Fetches ranges of an object into a new file, one after the other and without gaps.</summary>
/// <param name="store">The namespace's objects.</param>
/// <param name="options">How to fetch; ranges are not merged here, whoever asks for them has done that.</param>
public sealed class PackedFetch(NamespaceStore store, FetchOptions options)
{
    /// <summary>Writes the file; what of the ranges lies beyond the object's end is left out. It need not outlive a crash and is not synced.</summary>
    /// <param name="item">The object.</param>
    /// <param name="ranges">Ascending and disjoint; the whole object when null.</param>
    /// <param name="path">Must not exist; its directory must. After a failure there is no file.</param>
    /// <param name="cancellationToken">Ends the fetch.</param>
    /// <exception cref="ObjectNotFoundException">The object is gone.</exception>
    /// <exception cref="ObjectStoreException">The store or the local disk failed.</exception>
    public async Task RunAsync(ObjectInfo item, IReadOnlyList<ByteRange>? ranges, string path, CancellationToken cancellationToken)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
            var limits = new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(
                Parts(item, ranges ?? [new ByteRange(0, item.Length)]), limits, (part, token) => FetchAsync(item.Key, part.Source, part.Target, file, token));
        }
        catch (Exception failure) when (DirectoryFailure.IsFileFailure(failure))
        {
            FileCalls.Unlink(path);
            throw DirectoryFailure.From(failure, "fetch", path, item.Key);
        }
        catch
        {
            FileCalls.Unlink(path);
            throw;
        }
    }

    private IEnumerable<(ByteRange Source, long Target)> Parts(ObjectInfo item, IReadOnlyList<ByteRange> ranges)
    {
        var target = 0L;
        foreach (var range in ranges)
        {
            var end = Math.Min(range.End, item.Length);
            for (var offset = range.Offset; offset < end; offset += options.PartLength)
            {
                var part = new ByteRange(offset, Math.Min(options.PartLength, end - offset));
                yield return (part, target);
                target += part.Length;
            }
        }
    }

    private async ValueTask FetchAsync(string key, ByteRange part, long target, SafeFileHandle file, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)part.Length);
        try
        {
            var bytes = buffer.AsMemory(0, (int)part.Length);
            await store.ReadAsync(key, part.Offset, bytes, cancellationToken);
            FetchedPart.Write(file, bytes, target, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
