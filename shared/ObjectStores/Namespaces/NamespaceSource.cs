using System.Buffers;
using Holdfast.Engine.Objects;
using Holdfast.ObjectStores.Directories;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.ObjectStores.Namespaces;

/// <summary>The engine's way to the objects of one namespace in any store: the wanted ranges are fetched into a local file.</summary>
/// <remarks>A directory store needs no fetching: see <see cref="DirectorySource"/>.</remarks>
public sealed class NamespaceSource : IObjectSource
{
    private readonly NamespaceStore _store;
    private readonly string _directory;
    private readonly FetchOptions _options;

    /// <param name="store">The whole store.</param>
    /// <param name="name">The namespace.</param>
    /// <param name="directory">Staging: holds what is fetched until it is disposed of. Must exist.</param>
    /// <param name="options">How to fetch.</param>
    public NamespaceSource(IObjectStore store, string name, string directory, FetchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.PartLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Parallelism, 1);
        _store = new NamespaceStore(store, name);
        _directory = directory;
        _options = options;
    }

    public async Task<IFetchedObject> FetchAsync(string key, IReadOnlyList<ByteRange>? ranges, CancellationToken cancellationToken)
    {
        var info = await _store.HeadAsync(key, cancellationToken) ?? throw new ObjectNotFoundException(key);
        var file = OpenNameless(key);
        try
        {
            var parts = FetchParts.Of(ranges ?? [new ByteRange(0, info.Length)], _options);
            var limits = new ParallelOptions { MaxDegreeOfParallelism = _options.Parallelism, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(parts, limits, (part, token) => FetchAsync(key, part, file, token));
            return new FetchedFile(key, file, info.Length);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private async ValueTask FetchAsync(string key, ByteRange part, SafeFileHandle file, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)part.Length);
        try
        {
            var bytes = buffer.AsMemory(0, (int)part.Length);
            await _store.ReadAsync(key, part.Offset, bytes, cancellationToken);
            FetchedPart.Write(file, bytes, part.Offset, cancellationToken);
        }
        catch (Exception failure) when (DirectoryFailure.IsFileFailure(failure))
        {
            throw DirectoryFailure.From(failure, "fetch", _directory, key);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private SafeFileHandle OpenNameless(string key)
    {
        var path = Path.Join(_directory, $"fetch-{Guid.NewGuid():N}");
        try
        {
            var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.Asynchronous);
            File.Delete(path);
            return file;
        }
        catch (Exception failure) when (DirectoryFailure.IsFileFailure(failure))
        {
            throw DirectoryFailure.From(failure, "fetch", path, key);
        }
    }
}
