using Holdfast.Distributed.Tests.Platform;
using Holdfast.Sample.Platform;

namespace Holdfast.Distributed.Tests.Survival;

[Collection(SharedHoldfast.Name)]
public sealed class DatabaseCrashTests(SharedHoldfast shared)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The server has Holdfast's state and the platform's databases: both are away at once.</summary>
    [Fact]
    public async Task A_database_server_that_crashes_in_the_middle_and_recovers_loses_nothing()
    {
        var (platform, holdfast) = (shared.Platform, shared.Holdfast);
        Assert.SkipUnless(platform.Server.IsPrivate, "The server of HOLDFAST_TEST_PG is not ours to crash.");
        await platform.SetAsync(1);
        var first = await holdfast.BackUpAsync();
        await platform.SetAsync(2);

        var second = await holdfast.Api.BackUpAsync(Token);
        await platform.Server.CrashAsync(Token);
        await EndedAsync(() => holdfast.Api.BackupStatusAsync(second, Token));

        await holdfast.Api.RestoreAsync(first, Token);
        await platform.Server.CrashAsync(Token);
        await EndedAsync(() => holdfast.Api.RestoreStatusAsync(first, Token));
        await platform.IsAsync(1);
        await holdfast.RestoreAsync(second);
        await platform.IsAsync(2);
        await shared.NothingWaitsAsync();
    }

    private async Task EndedAsync(Func<Task<string?>> status)
    {
        var ended = await shared.Holdfast.WithTailsAsync(() => Waiting.ForAsync(
            "the operation to end",
            TimeSpan.FromMinutes(3),
            async () =>
            {
                try
                {
                    return await status() is { } now && !HoldfastApi.IsOngoing(now) ? now : null;
                }
                catch (SampleException)
                {
                    return null; // it cannot look into its state just now
                }
            },
            Token));
        Assert.True(ended == HoldfastApi.Success, $"{ended}\n{shared.Holdfast.Tails()}");
    }
}
