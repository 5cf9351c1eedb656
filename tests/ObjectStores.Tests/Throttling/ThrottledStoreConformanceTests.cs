using Holdfast.FaultyStores.Memory;
using Holdfast.ObjectStores.Tests.Conformance;
using Holdfast.ObjectStores.Throttling;

namespace Holdfast.ObjectStores.Tests.Throttling;

public sealed class ThrottledStoreConformanceTests : StoreConformance
{
    private readonly ThrottledStore _store = new(
        new MemoryStore(), new ThrottleOptions { BytesPerSecond = 1e12, RequestsPerSecond = 1e6 }, TimeProvider.System);

    protected override Task<IObjectStore> OpenEmptyAsync() => Task.FromResult(OpenAgain());

    protected override IObjectStore OpenAgain() => _store;
}
