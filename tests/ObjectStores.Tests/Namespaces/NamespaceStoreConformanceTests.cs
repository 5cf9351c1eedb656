using Holdfast.FaultyStores.Memory;
using Holdfast.ObjectStores.Namespaces;
using Holdfast.ObjectStores.Tests.Conformance;

namespace Holdfast.ObjectStores.Tests.Namespaces;

public sealed class NamespaceStoreConformanceTests : StoreConformance
{
    private readonly IObjectStore _store = new NamespaceStore(new MemoryStore(), "app");

    protected override int LongestKey => ObjectKey.MaxBytes - "app/".Length;

    protected override Task<IObjectStore> OpenEmptyAsync() => Task.FromResult(_store);

    protected override IObjectStore OpenAgain() => _store;
}
