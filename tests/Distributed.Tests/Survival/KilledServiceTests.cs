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
        var plan = CrashPlan.For(await StepsAsync(orders), few: 2);
        var died = 0;
        foreach (var order in plan)
        {
            order.Give(orders);
            var killed = await DieAsync(
                holdfast, service, orders, () => holdfast.Api.BackUpAsync(Token), timestamp => holdfast.Api.BackupStatusAsync(timestamp, Token), holdfast.BackupEndAsync);
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
        await shared.NothingWaitsAsync();
    }

    /// <summary>The same in the middle of a restore: it ends with everything as it was backed up.</summary>
    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_restore_survives_the_death_of_one_service_at_any_step(string name)
    {
        var service = Enum.Parse<Service>(name);
        var (platform, holdfast, orders) = (shared.Platform, shared.Holdfast, shared.OrdersOf(service));
        await platform.SetAsync(1);
        var backup = await holdfast.BackUpAsync();
        await platform.SetAsync(2);
        new CrashOrder("", 0).Give(orders);
        await holdfast.RestoreAsync(backup);
        var plan = CrashPlan.For(await StepsAsync(orders), few: 1);
        var died = 0;
        foreach (var order in plan)
        {
            await platform.SetAsync(2);
            order.Give(orders);
            var killed = await DieAsync(
                holdfast, service, orders, () => RestoreAsync(holdfast, backup), timestamp => holdfast.Api.RestoreStatusAsync(timestamp, Token), holdfast.RestoreEndAsync);
            died += killed ? 1 : 0;
            output.WriteLine($"{(killed ? "killed" : "not killed")} at {order}");
            new CrashOrder("", 0).Give(orders);
            if (service != Service.Api)
            {
                await platform.IsAsync(1);
            }
            else
            {
                var versions = (await platform.ReadAsync()).Values.Distinct().ToList();
                Assert.True(versions is ["1"] or ["2"], string.Join(' ', versions)); // it may have died before it had heard of the restore
            }
        }

        Assert.True(died > 0 || plan.Count == 0, $"none of {plan.Count} steps was reached");
        await holdfast.RestoreAsync(backup);
        await platform.IsAsync(1);
        await shared.NothingWaitsAsync();
    }

    /// <summary>The steps of the operation that was recorded, without what goes on at any time.</summary>
    private static async Task<IEnumerable<string>> StepsAsync(string orders) =>
        (await File.ReadAllLinesAsync(CrashOrder.NotesOf(orders), Token)).Where(step => !step.Contains("ComponentsAnnounced", StringComparison.Ordinal));

    private static async Task<string> RestoreAsync(DistributedHoldfast holdfast, string backup)
    {
        await holdfast.Api.RestoreAsync(backup, Token);
        return backup;
    }

    /// <summary>Asks for an operation and waits until it has ended, and before that until the service has died, which is started again.</summary>
    /// <returns>Whether the service died; it runs again then, and nothing is ongoing.</returns>
    private static async Task<bool> DieAsync(
        DistributedHoldfast holdfast, Service service, string orders, Func<Task<string>> ask, Func<string, Task<string?>> statusOf, Func<string, Task<string>> endOf)
    {
        var process = holdfast.Of(service).Single();
        var asked = ask(); // may be answered only by the process that is started after the death
        var state = await Waiting.ForAsync<string>("the service to die or the operation to end", TimeSpan.FromMinutes(2), async () =>
        {
            if (process.Process.HasEnded)
            {
                return "dead";
            }

            try
            {
                var status = asked.IsCompleted ? await statusOf(await asked) : null;
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
            Assert.Equal(HoldfastApi.Success, await endOf(await holdfast.WithTailsAsync(() => asked)));
        }
        catch (HttpRequestException) when (service == Service.Api)
        {
            // it died before it answered
        }

        await Waiting.ForAsync<object>("nothing to be ongoing", TimeSpan.FromMinutes(2), async () =>
            (await holdfast.Api.CallAsync(HttpMethod.Get, "/api/backup/status", null, Token)).Body["status"] is { } status && HoldfastApi.IsOngoing($"{status}") ? null : process, Token);
        return true;
    }
}
