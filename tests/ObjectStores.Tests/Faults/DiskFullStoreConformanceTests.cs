using Holdfast.FaultyStores.Full;
using Holdfast.FaultyStores.Memory;
using Holdfast.ObjectStores.Tests.Conformance;

namespace Holdfast.ObjectStores.Tests.Faults;

public sealed class DiskFullStoreConformanceTests : StoreConformance
{
    private readonly IObjectStore _store = new DiskFullStore(new MemoryStore(), long.MaxValue);

    protected override Task<IObjectStore> OpenEmptyAsync() => Task.FromResult(_store);

    protected override IObjectStore OpenAgain() => _store;
}
