using System.Net;
using Holdfast.Distributed.Tests.Platform;
using Holdfast.Sample.Platform;

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

    [Fact]
    public async Task Services_of_their_own_rehearse_a_restore_and_verify_a_backup_together()
    {
        var (platform, holdfast, token) = (shared.Platform, shared.Holdfast, TestContext.Current.CancellationToken);
        await platform.SetAsync(1);
        var backup = await holdfast.BackUpAsync();
        await platform.SetAsync(2);

        await holdfast.Api.RestoreAsync(backup, token, ", \"drill\": true");
        Assert.StartsWith("drill succeeded", await holdfast.RestoreEndAsync(backup), StringComparison.Ordinal);
        await platform.IsAsync(2);

        var (accepted, _) = await holdfast.Api.CallAsync(HttpMethod.Post, "/api/backup/verify", $$"""{"timestamp":"{{backup}}"}""", token);
        Assert.Equal(HttpStatusCode.Accepted, accepted);
        var ended = await holdfast.WithTailsAsync(() => Waiting.ForAsync(
            "the verification to end",
            TimeSpan.FromMinutes(2),
            async () => (await holdfast.Api.CallAsync(HttpMethod.Get, $"/api/backup/verify?timestamp={backup}", null, token)).Body is var body && body["endedAt"] is not null ? body : null,
            token));
        Assert.True($"{ended["state"]}" == "Sound", $"{ended}");
        await shared.NothingWaitsAsync();
    }
}
