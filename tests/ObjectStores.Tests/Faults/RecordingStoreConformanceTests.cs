using Holdfast.FaultyStores.Memory;
using Holdfast.FaultyStores.Recording;
using Holdfast.ObjectStores.Tests.Conformance;

namespace Holdfast.ObjectStores.Tests.Faults;

public sealed class RecordingStoreConformanceTests : StoreConformance
{
    private readonly IObjectStore _store = new RecordingStore(new MemoryStore());

    protected override Task<IObjectStore> OpenEmptyAsync() => Task.FromResult(_store);

    protected override IObjectStore OpenAgain() => _store;
}
