using System.Security.Cryptography;
using Holdfast.Engine.Objects;
using Holdfast.ObjectStores;
using Holdfast.ObjectStores.Azure;
using Holdfast.ObjectStores.Directories;
using Holdfast.ObjectStores.S3;
using Holdfast.Sample.Platform;
using Holdfast.TestServers.Azure;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.S3;

namespace Holdfast.EndToEnd.Tests.Stores;

/// <summary>An empty store of one kind: as Holdfast is told of it, and as somebody else sees what lies there.</summary>
internal sealed class TestStore
{
    public const string Directory = "directory";
    private const string Ceph = "Ceph RGW";
    private const string Swift = "Swift s3api";
    private const string Azurite = "Azurite";
    private const int LongestObject = 1 << 28;
    private readonly Func<string, HoldfastConfiguration.ObjectStoreSection> _section;

    private TestStore(IObjectStore objects, Func<string, HoldfastConfiguration.ObjectStoreSection> section) => (Objects, _section) = (objects, section);

    /// <summary>Every kind.</summary>
    public static TheoryData<string> Kinds => [Directory, Ceph, Swift, Azurite];

    /// <summary>A directory and one that is not.</summary>
    public static TheoryData<string> TwoKinds => [Directory, Ceph];

    /// <summary>What is stored, without Holdfast.</summary>
    public IObjectStore Objects { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Makes one; skips the test where the server is not installed. Bucket or container are left to Holdfast to make.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="folder">Where a directory store goes.</param>
    public static async Task<TestStore> MakeAsync(string kind, string folder)
    {
        return kind switch
        {
            Directory => InDirectory(folder),
            Ceph => InBucket(await CephServer.SharedAsync().OrSkipAsync()),
            Swift => InBucket(await SwiftServer.SharedAsync().OrSkipAsync()),
            Azurite => InContainer(await AzuriteServer.SharedAsync().OrSkipAsync()),
            _ => throw new ArgumentException($"There is no store of kind '{kind}'.", nameof(kind)),
        };
    }

    public static TestStore InDirectory(string folder)
    {
        System.IO.Directory.CreateDirectory(folder);
        return new TestStore(new DirectoryStore(folder), _ => new("local", folder));
    }

    /// <summary>As the configuration names it.</summary>
    /// <param name="staging">The staging area, where that is not in the store itself; made when it does not exist.</param>
    public HoldfastConfiguration.ObjectStoreSection Section(string staging) => _section(System.IO.Directory.CreateDirectory(staging).FullName);

    /// <summary>Every object below a prefix with its time, length and hash.</summary>
    public async Task<SortedDictionary<string, string>> SeenAsync(string prefix)
    {
        var seen = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await foreach (var item in Objects.ListAsync(prefix, Token))
        {
            seen.Add(item.Key, $"{item.StoredAt:O} {item.Length} {Convert.ToHexString(SHA256.HashData(await BytesAsync(item)))}");
        }

        return seen;
    }

    /// <summary>Whether some text stands anywhere in what is stored.</summary>
    public async Task<bool> HasTextAsync(params byte[][] texts)
    {
        await foreach (var item in Objects.ListAsync("", Token))
        {
            var bytes = await BytesAsync(item);
            if (texts.Any(text => bytes.AsSpan().IndexOf(text) >= 0))
            {
                return true;
            }
        }

        return false;
    }

    private Task<byte[]> BytesAsync(ObjectInfo item) => Objects.GetAsync(item.Key, LongestObject, Token);

    private static TestStore InBucket(S3Server server)
    {
        var bucket = $"e{Guid.NewGuid():N}";
        const string Region = "us-east-1";
        var store = new S3Store(
            new S3StoreOptions
            {
                BucketName = bucket,
                Endpoint = server.Endpoint,
                Region = Region,
                ForcePathStyle = true,
                AccessKey = server.AccessKey,
                SecretKey = server.SecretKey,
            },
            TimeProvider.System);
        return new TestStore(
            store, staging => new("s3", staging, Aws: new(server.AccessKey, server.SecretKey, new(bucket, $"{server.Endpoint}", Region, true))));
    }

    private static TestStore InContainer(AzuriteServer server)
    {
        var container = $"e{Guid.NewGuid():N}";
        var store = new AzureBlobStore(
            new AzureBlobStoreOptions
            {
                AccountName = server.AccountName,
                ContainerName = container,
                ServiceUrl = server.ServiceUrl,
                AccessKey = server.AccessKey,
            },
            TimeProvider.System);
        return new TestStore(
            store, staging => new("azure-blob-storage", staging, Azure: new(server.AccessKey, new(server.AccountName, container, $"{server.ServiceUrl}"))));
    }
}
