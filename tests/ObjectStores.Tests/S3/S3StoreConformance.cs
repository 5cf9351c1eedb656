using Holdfast.ObjectStores.S3;
using Holdfast.ObjectStores.Tests.Conformance;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.S3;

namespace Holdfast.ObjectStores.Tests.S3;

/// <summary>The S3 store on one server, in a bucket of its own for each test.</summary>
public abstract class S3StoreConformance : StoreConformance
{
    private readonly List<S3Store> _opened = [];

    private S3StoreOptions? _options;

    protected abstract Task<S3Server> ServerAsync();

    protected override int Rounds => 30;

    public override ValueTask DisposeAsync()
    {
        _opened.ForEach(store => store.Dispose());
        return base.DisposeAsync();
    }

    protected override async Task<IObjectStore> OpenEmptyAsync()
    {
        _options = Options(await ServerAsync().OrSkipAsync()) with { ListingPage = Math.Min(1000, Many * 2 / 3) };
        var store = (S3Store)OpenAgain();
        await store.PrepareAsync(Token);
        return store;
    }

    protected override IObjectStore OpenAgain()
    {
        var store = new S3Store(_options!, TimeProvider.System);
        lock (_opened)
        {
            _opened.Add(store);
        }

        return store;
    }

    /// <summary>Small parts, so that large objects are uploaded in several.</summary>
    internal static S3StoreOptions Options(S3Server server) => new()
    {
        BucketName = $"t{Guid.NewGuid():N}",
        Endpoint = server.Endpoint,
        Region = "us-east-1",
        ForcePathStyle = true,
        AccessKey = server.AccessKey,
        SecretKey = server.SecretKey,
        SinglePutLimit = 6 << 20,
        PartSize = 5 << 20,
    };
}
