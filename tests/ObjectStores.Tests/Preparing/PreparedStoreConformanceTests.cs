using Holdfast.FaultyStores.Memory;
using Holdfast.ObjectStores.Preparing;
using Holdfast.ObjectStores.Tests.Conformance;

namespace Holdfast.ObjectStores.Tests.Preparing;

public sealed class PreparedStoreConformanceTests : StoreConformance
{
    private readonly MemoryStore _memory = new();

    protected override Task<IObjectStore> OpenEmptyAsync() => Task.FromResult(OpenAgain());

    protected override IObjectStore OpenAgain() => new PreparedStore(_memory, _ => Task.CompletedTask);
}
