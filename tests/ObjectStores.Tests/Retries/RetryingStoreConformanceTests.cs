using Holdfast.FaultyStores.Faults;
using Holdfast.FaultyStores.Memory;
using Holdfast.ObjectStores.Retries;
using Holdfast.ObjectStores.Tests.Conformance;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Retries;

/// <summary>With retries, a store whose every third call fails, before, after or midway, keeps every promise.</summary>
public sealed class RetryingStoreConformanceTests : StoreConformance
{
    private readonly FaultyStore _faulty = new(new MemoryStore());
    private readonly Fault _before = new(StoreCalls.Any, FaultEffect.FailBefore) { Every = 5 };
    private readonly Fault _after = new(StoreCalls.Any, FaultEffect.FailAfter) { Every = 3 };
    private readonly Fault _midway = new(StoreCalls.Listings, FaultEffect.FailMidway) { Every = 2 };

    public override ValueTask DisposeAsync()
    {
        Assert.True(_faulty.Calls[StoreCalls.Any] == 0 || _before.Fired > 0, "Nothing failed: nothing was tested.");
        return base.DisposeAsync();
    }

    protected override Task<IObjectStore> OpenEmptyAsync()
    {
        _faulty.Add(_before);
        _faulty.Add(_after);
        _faulty.Add(_midway);
        return Task.FromResult(OpenAgain());
    }

    protected override IObjectStore OpenAgain() => new RetryingStore(
        _faulty,
        new RetryOptions { Attempts = 100, FirstDelay = TimeSpan.FromTicks(1), MaxDelay = TimeSpan.FromMilliseconds(1) },
        TimeProvider.System,
        NullLogger<RetryingStore>.Instance);
}
