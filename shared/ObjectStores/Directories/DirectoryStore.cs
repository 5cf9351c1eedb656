using System.Runtime.CompilerServices;
using Holdfast.Engine.Objects;
using Holdfast.ObjectStores.Diagnosis;

namespace Holdfast.ObjectStores.Directories;

/// <summary>Objects as files in a directory on a local disk or NFS: the key is the path below the root.</summary>
/// <remarks>
/// <para>A staged file on the store's own file system is moved, never copied; from another one it is copied and its hash checked.</para>
/// <para>NFS (version 3 and later): names are given by hard links, which the server makes atomically; there are no
/// locks; a put returns when the server has committed the bytes, provided the export is not <c>async</c>. One client may see another
/// client's new objects and deletions late, by its attribute cache (<c>acdirmax</c>, 60 s by default): mount with
/// <c>lookupcache=positive</c> or <c>noac</c> where several hosts use a store at the same time.</para>
/// <para>A hand-made copy of the directory is a store of its own.</para>
/// </remarks>
public sealed class DirectoryStore : IObjectStore
{
    private readonly DirectoryLayout _layout;
    private readonly DurableDirectories _directories;
    private readonly DirectoryPut _put;
    private readonly DirectoryListing _listing;

    /// <summary>Uses the directory <paramref name="root"/>. It need not exist yet, but nothing works until it does.</summary>
    public DirectoryStore(string root)
    {
        _layout = new DirectoryLayout(root);
        _directories = new DurableDirectories(_layout);
        _put = new DirectoryPut(_layout, _directories);
        _listing = new DirectoryListing(_layout, _directories);
    }

    public string Location => _layout.Root;

    /// <summary>Makes the root directory, and what is missing above it, unless it is there.</summary>
    /// <remarks>Never done on the way: a missing root may be a disk that is not mounted, and must not look like an empty store.</remarks>
    /// <exception cref="ObjectStoreException">It cannot be made.</exception>
    public void CreateRoot()
    {
        var missing = new Stack<string>();
        for (var at = _layout.Root; FileFacts.OfTarget(at, out _) == Errno.NoEntry; at = DirectoryLayout.ParentOf(at))
        {
            missing.Push(at);
        }

        foreach (var directory in missing)
        {
            var number = FileCalls.MakeDirectory(directory);
            number = number is 0 or Errno.Exists ? FileCalls.SyncDirectory(DirectoryLayout.ParentOf(directory)) : number;
            if (number != 0)
            {
                throw DirectoryFailure.From(number, "make the store's directory", directory, null);
            }
        }

        _directories.RequireRoot("use the store's directory", null);
    }

    /// <summary>Finds out whether the directory can be used, and if not, why. Makes it when it is missing and that is permitted.</summary>
    /// <returns>What was found; a store that cannot be used is a finding, not an exception.</returns>
    public Task<StoreDiagnosis> DiagnoseAsync(TimeProvider time, CancellationToken cancellationToken) =>
        Task.Run(() => new StoreProbe(new DirectoryProbe(this, _layout, _put, time), time).RunAsync(cancellationToken), cancellationToken);

    /// <summary>Deletes files that puts left unfinished when their process died, and gives their number.</summary>
    /// <param name="minAge">
    /// How long nothing must have been written to them, by the file system's clock. Longer than any put that may still be running
    /// takes for a single write: a day is safe.
    /// </param>
    /// <param name="cancellationToken">Ends the sweep.</param>
    /// <exception cref="ObjectStoreException">They cannot be listed or deleted.</exception>
    public Task<int> SweepTemporaryAsync(TimeSpan minAge, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minAge, TimeSpan.Zero);
        return Task.Run(() => new IncomingSweep(_layout, _directories).Run(minAge, cancellationToken), cancellationToken);
    }

    public Task PutIfAbsentAsync(string key, StagedFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        return OnOwnThreadAsync(() => _put.Staged(key, file, cancellationToken), cancellationToken);
    }

    public Task PutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        OnOwnThreadAsync(() => _put.Small(key, content, cancellationToken), cancellationToken);

    public async Task ReadAsync(string key, long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        await using var opened = Open(key);
        await opened.ReadAsync(offset, destination, cancellationToken);
    }

    public async Task<byte[]> GetAsync(string key, int maxLength, CancellationToken cancellationToken)
    {
        await using var opened = Open(key);
        ObjectStoreException.ThrowIfTooLong(key, Location, opened.Length, maxLength);
        var content = new byte[opened.Length];
        await opened.ReadAsync(0, content, cancellationToken);
        return content;
    }

    public Task<ObjectInfo?> HeadAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = _layout.PathOf(key);
        var number = FileFacts.OfTarget(path, out var facts);
        if (number is Errno.NoEntry or Errno.NotDirectory || (number == 0 && facts.IsDirectory))
        {
            _directories.RequireRoot("look up", key);
            return Task.FromResult<ObjectInfo?>(null);
        }

        return number == 0
            ? Task.FromResult<ObjectInfo?>(new ObjectInfo(key, facts.Length, facts.ModifiedAt))
            : throw DirectoryFailure.From(number, "look up", path, key);
    }

    public IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        ObjectKey.ValidatePrefix(prefix);
        return StreamedAsync(token => _listing.Objects(prefix, token), cancellationToken);
    }

    public IAsyncEnumerable<string> ListPrefixesAsync(string prefix, CancellationToken cancellationToken)
    {
        ObjectKey.ValidatePrefix(prefix);
        return StreamedAsync(token => _listing.Prefixes(prefix, token), cancellationToken);
    }

    public Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var paths = keys.Select(_layout.PathOf).ToList();
        return OnOwnThreadAsync(() => Delete(paths, cancellationToken), cancellationToken);
    }

    /// <summary>Gives an object a second name, so that it can be read there without a copy; nobody may write to it by that name.</summary>
    /// <param name="key">The object.</param>
    /// <param name="path">The new name; must not exist, its directory must.</param>
    /// <returns>
    /// False where the two cannot be the same file: another file system, one without hard links, or an object of another user (the
    /// kernel's <c>protected_hardlinks</c>). Then it is to be copied.
    /// </returns>
    /// <exception cref="ObjectNotFoundException">No object has this key.</exception>
    /// <exception cref="ObjectStoreException">It cannot be done.</exception>
    public bool TryLink(string key, string path)
    {
        var source = _layout.PathOf(key);
        var number = FileFacts.OfTarget(source, out var facts);
        number = number == 0 && !facts.IsRegular ? Errno.NoEntry : number;
        number = number == 0 ? FileCalls.Link(source, path) : number;
        switch (number)
        {
            case 0:
                return true;
            case Errno.CrossDevice or Errno.NotPermitted or Errno.NotImplemented or Errno.NotSupported or Errno.TooManyLinks or Errno.AccessDenied:
                return false;
            case Errno.NoEntry or Errno.NotDirectory when FileFacts.OfTarget(source, out facts) != 0 || !facts.IsRegular:
                _directories.RequireRoot("read", key);
                throw new ObjectNotFoundException(key);
            default:
                throw DirectoryFailure.From(number, "stage", path, key);
        }
    }

    /// <summary>Opens an object to be read in place.</summary>
    /// <exception cref="ObjectNotFoundException">No object has this key.</exception>
    /// <exception cref="ObjectStoreException">It cannot be opened.</exception>
    internal PlacedObject Open(string key)
    {
        var path = _layout.PathOf(key);
        var number = FileCalls.Open(path, out var handle);
        var facts = default(FileFacts);
        if (number == 0 && (number = FileFacts.OfOpen(handle, out facts)) == 0 && facts.IsRegular)
        {
            return new PlacedObject(key, path, handle, facts.Length);
        }

        handle.Dispose();
        if (number is 0 or Errno.NoEntry or Errno.NotDirectory)
        {
            _directories.RequireRoot("read", key);
            throw new ObjectNotFoundException(key);
        }

        throw DirectoryFailure.From(number, "read", path, key);
    }

    private void Delete(List<string> paths, CancellationToken cancellationToken)
    {
        const string Action = "delete";
        _directories.RequireRoot(Action, null);
        foreach (var group in paths.GroupBy(DirectoryLayout.ParentOf, StringComparer.Ordinal))
        {
            var removed = false;
            foreach (var path in group)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var number = FileCalls.Unlink(path);
                removed |= number == 0;
                if (number is not (0 or Errno.NoEntry or Errno.NotDirectory or Errno.IsDirectory))
                {
                    throw DirectoryFailure.From(number, Action, path, null);
                }
            }

            if (removed)
            {
                _directories.Sync(group.Key, Action, null);
            }

            _directories.RemoveEmpty(group.Key, Action);
        }
    }

    /// <summary>
    /// A sync blocks for as long as the disk takes. Many of them at once on the thread pool would stop everything else there;
    /// with a thread each they overlap, and the file system commits them together.
    /// </summary>
    private static Task OnOwnThreadAsync(Action action, CancellationToken cancellationToken) => Task.Factory.StartNew(
        action, cancellationToken, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

    private static async IAsyncEnumerable<T> StreamedAsync<T>(
        Func<CancellationToken, IEnumerable<T>> listing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var item in listing(cancellationToken))
        {
            yield return item;
        }
    }
}
