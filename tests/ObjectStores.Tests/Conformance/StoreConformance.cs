using System.Security.Cryptography;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Conformance;

/// <summary>What every store must do, as <see cref="IObjectStore"/> promises it. Each store's tests inherit this.</summary>
public abstract partial class StoreConformance : IAsyncLifetime
{
    private readonly string _staging = Directory.CreateTempSubdirectory("holdfast-staging-").FullName;
    private IObjectStore? _store;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Calls that wait for a disk or a network overlap.</summary>
    private static ParallelOptions ManyAtOnce => new() { MaxDegreeOfParallelism = 32, CancellationToken = Token };

    /// <summary>The store under test, empty at the start of each test.</summary>
    protected IObjectStore Store => _store!;

    /// <summary>The longest key that the store takes, in bytes.</summary>
    protected virtual int LongestKey => ObjectKey.MaxBytes;

    /// <summary>How many objects are many: more than a page of a listing.</summary>
    protected virtual int Many => 1100;

    /// <summary>How often what may go wrong by chance is tried.</summary>
    protected virtual int Rounds => 300;

    /// <summary>Why this store cannot promise that of several puts of one key at the same moment one wins; null when it does.</summary>
    protected virtual string? RacesUndecided => null;

    /// <summary>Opens an empty store.</summary>
    protected abstract Task<IObjectStore> OpenEmptyAsync();

    /// <summary>Another client of the same store, as a second process would have it.</summary>
    protected abstract IObjectStore OpenAgain();

    public async ValueTask InitializeAsync() => _store = await OpenEmptyAsync();

    public virtual ValueTask DisposeAsync()
    {
        Directory.Delete(_staging, recursive: true);
        return ValueTask.CompletedTask;
    }

    protected static byte[] Bytes(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    protected StagedFile Stage(byte[] content)
    {
        var path = Path.Join(_staging, Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(path, content);
        return new StagedFile(path, content.Length, SHA256.HashData(content));
    }

    protected Task PutAsync(string key, byte[] content) => Store.PutIfAbsentAsync(key, content, Token);

    protected Task<byte[]> GetAsync(string key) => Store.GetAsync(key, int.MaxValue, Token);

    protected async Task<List<string>> KeysAsync(string prefix)
    {
        var keys = new List<string>();
        await foreach (var item in Store.ListAsync(prefix, Token))
        {
            keys.Add(item.Key);
        }

        return keys;
    }

    protected async Task<List<string>> PrefixesAsync(string prefix)
    {
        var prefixes = new List<string>();
        await foreach (var item in Store.ListPrefixesAsync(prefix, Token))
        {
            prefixes.Add(item);
        }

        return prefixes;
    }
}
