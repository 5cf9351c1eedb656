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
        await AtRestAsync(); // the last test's restore may have something to remove
        new CrashOrder("", 0).Give(orders);
        await holdfast.BackUpAsync();
        var plan = CrashPlan.For(await StepsAsync(orders), few: 2);
        var died = 0;
        foreach (var order in plan.Orders.TakeWhile(_ => died < plan.Deaths))
        {
            order.Give(orders);
            var killed = await DieAsync(
                holdfast, service, orders, () => holdfast.Api.BackUpAsync(Token), timestamp => holdfast.Api.BackupStatusAsync(timestamp, Token), holdfast.BackupEndAsync);
            died += killed ? 1 : 0;
            output.WriteLine($"{(killed ? "killed" : "not killed")} at {order}");
        }

        Assert.True(died > 0 || plan.Deaths == 0, $"none of {plan.Orders.Count} steps was reached");
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
        await AtRestAsync();
        new CrashOrder("", 0).Give(orders);
        await holdfast.RestoreAsync(backup);
        await AtRestAsync();
        var plan = CrashPlan.For(await StepsAsync(orders), few: 1);
        var died = 0;
        foreach (var order in plan.Orders.TakeWhile(_ => died < plan.Deaths))
        {
            await platform.SetAsync(2);
            order.Give(orders);
            var killed = await DieAsync(
                holdfast, service, orders, () => RestoreAsync(holdfast, backup), timestamp => holdfast.Api.RestoreStatusAsync(timestamp, Token), holdfast.RestoreEndAsync);
            died += killed ? 1 : 0;
            output.WriteLine($"{(killed ? "killed" : "not killed")} at {order}");
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

        Assert.True(died > 0 || plan.Deaths == 0, $"none of {plan.Orders.Count} steps was reached");
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

    /// <summary>Until the restores before have removed what they are to remove: it would count as steps of the operation that follows.</summary>
    private Task<object> AtRestAsync() => shared.Holdfast.WithTailsAsync(() => Waiting.ForAsync<object>(
        "earlier restores to have nothing left to do", TimeSpan.FromMinutes(2), async () => await shared.Holdfast.RestoresRestAsync() ? shared : null, Token));

    /// <summary>Asks for an operation and waits until it has ended and restores have removed what they are to remove, or until the service has died, which is started again.</summary>
    /// <returns>Whether the service died; it runs again then, and nothing is ongoing.</returns>
    private static async Task<bool> DieAsync(
        DistributedHoldfast holdfast, Service service, string orders, Func<Task<string>> ask, Func<string, Task<string?>> statusOf, Func<string, Task<string>> endOf)
    {
        var process = holdfast.Of(service).Single();
        var asked = ask(); // may be answered only by the process that is started after the death
        await Waiting.ForAsync<object>("the service to die or the operation to end", TimeSpan.FromMinutes(2), async () =>
        {
            if (process.Process.HasEnded)
            {
                return process;
            }

            try
            {
                var status = asked.IsCompleted ? await statusOf(await asked) : null;
                return status is not null && !HoldfastApi.IsOngoing(status) && await holdfast.RestoresRestAsync() ? process : null;
            }
            catch (HttpRequestException) when (service == Service.Api)
            {
                return null; // it is dying
            }
        }, Token);
        new CrashOrder("", 0).Give(orders); // the step may come later, or again when it is up
        if (await process.AnswersAsync())
        {
            return false;
        }

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
            (await holdfast.Api.CallAsync(HttpMethod.Get, "/api/backup/status", null, Token)).Body["status"] is { } status && HoldfastApi.IsOngoing($"{status}")
                || !await holdfast.RestoresRestAsync() ? null : process, Token);
        return true;
    }
}
