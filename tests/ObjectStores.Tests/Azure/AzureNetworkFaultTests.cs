using Holdfast.ObjectStores.Azure;
using Holdfast.ObjectStores.Tests.Network;
using Holdfast.TestServers.Azure;
using Holdfast.TestServers.Processes;

namespace Holdfast.ObjectStores.Tests.Azure;

public sealed class AzureNetworkFaultTests : NetworkFaultTests
{
    private AzuriteServer? _server;

    protected override string CompletesParts => "comp=blocklist";

    protected override async Task<Uri> ServerAsync() => (_server = await AzuriteServer.SharedAsync().OrSkipAsync()).ServiceUrl;

    protected override async Task<(IObjectStore ThroughProxy, IObjectStore Direct)> OpenAsync(Uri proxy, Uri server)
    {
        var options = AzureBlobStoreTests.Options(_server!);
        var direct = new AzureBlobStore(options, TimeProvider.System);
        await direct.PrepareAsync(CancellationToken.None);
        return (new AzureBlobStore(options with { ServiceUrl = proxy, IdleLimit = IdleLimit }, TimeProvider.System), direct);
    }
}
