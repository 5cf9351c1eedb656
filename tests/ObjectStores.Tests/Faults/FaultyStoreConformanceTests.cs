using Holdfast.FaultyStores.Faults;
using Holdfast.FaultyStores.Memory;
using Holdfast.ObjectStores.Tests.Conformance;

namespace Holdfast.ObjectStores.Tests.Faults;

public sealed class FaultyStoreConformanceTests : StoreConformance
{
    private readonly IObjectStore _store = new FaultyStore(new MemoryStore());

    protected override Task<IObjectStore> OpenEmptyAsync() => Task.FromResult(_store);

    protected override IObjectStore OpenAgain() => _store;
}
