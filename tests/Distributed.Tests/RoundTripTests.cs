using Holdfast.Distributed.Tests.Platform;

namespace Holdfast.Distributed.Tests;

[Collection(SharedHoldfast.Name)]
public sealed class RoundTripTests(SharedHoldfast shared)
{
    [Fact]
    public async Task Services_of_their_own_back_up_and_restore_together()
    {
        var (platform, holdfast) = (shared.Platform, shared.Holdfast);
        await platform.SetAsync(1);

        var first = await holdfast.BackUpAsync();
        await platform.SetAsync(2);
        await holdfast.BackUpAsync();
        await holdfast.RestoreAsync(first);

        await platform.IsAsync(1);
    }
}
