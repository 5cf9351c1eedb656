using Holdfast.TestServers.S3;

namespace Holdfast.ObjectStores.Tests.S3;

public sealed class CephStoreTests : S3StoreConformance
{
    protected override Task<S3Server> ServerAsync() => CephServer.SharedAsync();
}
