using global::Azure.Storage;
using global::Azure.Storage.Blobs;
using global::Azure.Storage.Blobs.Specialized;
using Holdfast.ObjectStores.Azure;
using Holdfast.ObjectStores.Tests.Conformance;
using Holdfast.TestServers.Azure;
using Holdfast.TestServers.Processes;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Azure;

/// <summary>The Azure store on Azurite, in a container of its own for each test.</summary>
public sealed class AzureBlobStoreTests : StoreConformance
{
    private AzureBlobStoreOptions? _options;

    protected override int Many => 150;

    protected override int Rounds => 30;

    protected override async Task<IObjectStore> OpenEmptyAsync()
    {
        _options = Options(await AzuriteServer.SharedAsync().OrSkipAsync());
        var store = (AzureBlobStore)OpenAgain();
        await store.PrepareAsync(Token);
        return store;
    }

    protected override IObjectStore OpenAgain() => new AzureBlobStore(_options!, TimeProvider.System);

    [Fact]
    public async Task A_pack_goes_in_one_request()
    {
        await PutAsync("app/pack", Bytes(5 << 20));

        var credential = new StorageSharedKeyCredential(_options!.AccountName, _options.AccessKey);
        var blob = new BlobContainerClient(_options.ContainerUrl, credential).GetBlockBlobClient("app/pack");
        Assert.Empty((await blob.GetBlockListAsync(cancellationToken: Token)).Value.CommittedBlocks);
    }

    /// <summary>Small blocks, so that large objects are uploaded in several.</summary>
    internal static AzureBlobStoreOptions Options(AzuriteServer server) => new()
    {
        AccountName = server.AccountName,
        AccessKey = server.AccessKey,
        ContainerName = $"t{Guid.NewGuid():N}",
        ServiceUrl = server.ServiceUrl,
        SinglePutLimit = 6 << 20,
        BlockSize = 5 << 20,
        ListingPage = 100,
    };
}
