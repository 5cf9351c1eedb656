using Holdfast.TestServers.S3;

namespace Holdfast.ObjectStores.Tests.S3;

public sealed class SwiftStoreTests : S3StoreConformance
{
    /// <summary>A server in Python is slow: fewer objects, and smaller pages.</summary>
    protected override int Many => 45;

    protected override int Rounds => 5;

    protected override string? RacesUndecided => "OpenStack Swift does not know conditional puts; S3Store tells what follows from that.";

    protected override Task<S3Server> ServerAsync() => SwiftServer.SharedAsync();
}
