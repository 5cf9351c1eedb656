using Holdfast.ObjectStores.Diagnosis;

namespace Holdfast.ObjectStores.Directories;

/// <summary>A directory store under diagnosis. The clock that is compared is that of the file system: on NFS the server's.</summary>
internal sealed class DirectoryProbe(DirectoryStore store, DirectoryLayout layout, DirectoryPut put, TimeProvider time) : IProbedStore
{
    public string Location => layout.Root;

    public string Place => "directory";

    public TimeSpan? ClockDifference { get; private set; }

    public Task<bool> FindAsync(CancellationToken cancellationToken)
    {
        var number = FileFacts.OfTarget(layout.Root, out var facts);
        return number switch
        {
            0 when facts.IsDirectory => Task.FromResult(true),
            Errno.NoEntry => Task.FromResult(false),
            _ => throw DirectoryFailure.From(number == 0 ? Errno.NotDirectory : number, "look up", layout.Root, null),
        };
    }

    public Task CreateAsync(CancellationToken cancellationToken)
    {
        store.CreateRoot();
        return Task.CompletedTask;
    }

    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        put.Own(key, content, cancellationToken);
        if (FileFacts.OfName(layout.OwnFile(key), out var facts) == 0)
        {
            ClockDifference = facts.ModifiedAt - time.GetUtcNow();
        }

        return Task.CompletedTask;
    }

    public async Task<byte[]?> GetAsync(string key, CancellationToken cancellationToken)
    {
        var path = layout.OwnFile(key);
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception failure) when (DirectoryFailure.IsFileFailure(failure))
        {
            throw DirectoryFailure.From(failure, "read", path, null);
        }
    }

    public Task<bool> IsListedAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(Directory.EnumerateFiles(layout.Root).Any(path => Path.GetFileName(path) == key));
        }
        catch (Exception failure) when (DirectoryFailure.IsFileFailure(failure))
        {
            throw DirectoryFailure.From(failure, "list", layout.Root, null);
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var path = layout.OwnFile(key);
        var number = FileCalls.Unlink(path);
        return number == 0 ? Task.CompletedTask : throw DirectoryFailure.From(number, "delete", path, null);
    }
}
