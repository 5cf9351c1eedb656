using Holdfast.ObjectStores.S3;
using Holdfast.ObjectStores.Tests.Network;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.S3;

namespace Holdfast.ObjectStores.Tests.S3;

public sealed class S3NetworkFaultTests : NetworkFaultTests
{
    private S3Server? _server;

    protected override string CompletesParts => "?uploadId=";

    protected override async Task<Uri> ServerAsync() => (_server = await CephServer.SharedAsync().OrSkipAsync()).Endpoint;

    protected override async Task<(IObjectStore ThroughProxy, IObjectStore Direct)> OpenAsync(Uri proxy, Uri server)
    {
        var options = S3StoreConformance.Options(_server!);
        var direct = new S3Store(options, TimeProvider.System);
        await direct.PrepareAsync(CancellationToken.None);
        return (new S3Store(options with { Endpoint = proxy, IdleLimit = IdleLimit }, TimeProvider.System), direct);
    }
}
