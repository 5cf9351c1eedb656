using Holdfast.FaultyStores.Memory;
using Holdfast.ObjectStores.Tests.Conformance;

namespace Holdfast.ObjectStores.Tests.Faults;

public sealed class MemoryStoreConformanceTests : StoreConformance
{
    private readonly IObjectStore _store = new MemoryStore();

    protected override Task<IObjectStore> OpenEmptyAsync() => Task.FromResult(_store);

    protected override IObjectStore OpenAgain() => _store;
}
