using Holdfast.CrashPoints;
using Holdfast.Distributed.Tests.Platform;
using Holdfast.EndToEnd.Tests.Kills;
using Holdfast.Sample.Platform;

namespace Holdfast.Distributed.Tests.Survival;

[Collection(SharedHoldfast.Name)]
public sealed class KilledServiceTests(SharedHoldfast shared, ITestOutputHelper output)
{
    public static TheoryData<string> Services => [.. Enum.GetNames<Service>()];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>One service is killed at a step and started again, the others live on: the backup ends, and so does the next one.</summary>
    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_backup_survives_the_death_of_one_service_at_any_step(string name)
    {
        var service = Enum.Parse<Service>(name);
        var (platform, holdfast, orders) = (shared.Platform, shared.Holdfast, shared.OrdersOf(service));
        await platform.SetAsync(1);
        new CrashOrder("", 0).Give(orders);
        await holdfast.BackUpAsync();
        var plan = CrashPlan.For(await File.ReadAllLinesAsync(CrashOrder.NotesOf(orders), Token), few: 2);
        var died = 0;
        foreach (var order in plan)
        {
            order.Give(orders);
            var killed = await BackUpAndDieAsync(holdfast, service, orders);
            died += killed ? 1 : 0;
            output.WriteLine($"{(killed ? "killed" : "not killed")} at {order}");
            new CrashOrder("", 0).Give(orders);
        }

        Assert.True(died > 0 || plan.Count == 0, $"none of {plan.Count} steps was reached");
        var last = await holdfast.BackUpAsync();
        var backups = await holdfast.Api.BackupsAsync(Token);
        Assert.All(backups, backup => Assert.True(backup.Status == HoldfastApi.Success, $"{backup}\n{holdfast.Tails()}"));
        await platform.SetAsync(2);
        await holdfast.RestoreAsync(last);
        await platform.IsAsync(1);
    }

    /// <returns>Whether the service died; it runs again then, and nothing is ongoing.</returns>
    private static async Task<bool> BackUpAndDieAsync(DistributedHoldfast holdfast, Service service, string orders)
    {
        var process = holdfast.Of(service).Single();
        var asked = holdfast.Api.BackUpAsync(Token); // may be answered only by the process that is started after the death
        var state = await Waiting.ForAsync<string>("the service to die or the backup to end", TimeSpan.FromMinutes(2), async () =>
        {
            if (process.Process.HasEnded)
            {
                return "dead";
            }

            try
            {
                var status = asked.IsCompleted ? await holdfast.Api.BackupStatusAsync(await asked, Token) : null;
                return status is null || HoldfastApi.IsOngoing(status) ? null : "ended";
            }
            catch (HttpRequestException) when (service == Service.Api)
            {
                return null; // it is dying
            }
        }, Token);
        if (state == "ended")
        {
            return false;
        }

        new CrashOrder("", 0).Give(orders); // the step may come again when it is up
        await process.StartAgainAsync();
        try
        {
            Assert.Equal(HoldfastApi.Success, await holdfast.BackupEndAsync(await holdfast.WithTailsAsync(() => asked)));
        }
        catch (HttpRequestException) when (service == Service.Api)
        {
            // it died before it answered
        }

        await Waiting.ForAsync<object>("nothing to be ongoing", TimeSpan.FromMinutes(2), async () =>
            (await holdfast.Api.BackupsAsync(Token)).Any(backup => HoldfastApi.IsOngoing(backup.Status)) ? null : process, Token);
        return true;
    }
}
