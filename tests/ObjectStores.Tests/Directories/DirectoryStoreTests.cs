using Holdfast.ObjectStores.Directories;
using Holdfast.ObjectStores.Tests.Conformance;

namespace Holdfast.ObjectStores.Tests.Directories;

public sealed class DirectoryStoreTests : StoreConformance
{
    private readonly string _root = Directory.CreateTempSubdirectory("holdfast-store-").FullName;

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return base.DisposeAsync();
    }

    protected override Task<IObjectStore> OpenEmptyAsync() => Task.FromResult(OpenAgain());

    protected override IObjectStore OpenAgain() => new DirectoryStore(_root);
}
