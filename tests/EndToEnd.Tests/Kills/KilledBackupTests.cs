using Holdfast.Sample.Platform;

namespace Holdfast.EndToEnd.Tests.Kills;

public sealed class KilledBackupTests(ITestOutputHelper output)
{
    /// <summary>Killed at each step and started again, a backup ends as Success or Failed; those before it stay, and all good ones restore.</summary>
    [Fact]
    public async Task A_backup_killed_at_any_step_ends_and_harms_no_other()
    {
        var token = TestContext.Current.CancellationToken;
        await using var scene = await CrashingHoldfast.StartAsync();
        var (platform, holdfast) = (scene.Platform, scene.Holdfast);
        var plan = CrashPlan.For(await scene.RecordAsync(() => holdfast.BackUpAsync()), few: 5);
        var versions = new Dictionary<string, int> { [(await holdfast.BackupsAsync()).Keys.Single()] = 1 };
        var (version, died) = (1, 0);
        foreach (var order in plan.Orders.TakeWhile(_ => died < plan.Deaths))
        {
            version++;
            await platform.SetAsync(version);
            var killed = await scene.DieAsync(order, () => holdfast.Api.BackUpAsync(token));
            died += killed ? 1 : 0;
            await platform.IsAsync(version);
            var backups = await holdfast.BackupsAsync();
            Assert.All(versions.Keys, earlier => Assert.Equal(HoldfastApi.Success, backups[earlier]));
            var added = backups.Where(backup => !versions.ContainsKey(backup.Key) && backup.Value == HoldfastApi.Success).ToList();
            output.WriteLine($"{(killed ? "killed" : "not killed")} at {order}: {(added.Count > 0 ? "Success" : backups.Values.Last())}");
            foreach (var (timestamp, _) in added)
            {
                versions.Add(timestamp, version);
            }
        }

        output.WriteLine($"{plan.Orders.Count} steps, {died} kills, {versions.Count} good backups");
        Assert.True(died > plan.Deaths / 2, $"only {died} of {plan.Deaths} deaths came about");
        versions.Add(await holdfast.BackUpAsync(), version);
        foreach (var (timestamp, expected) in versions)
        {
            await holdfast.RestoreAsync(timestamp);
            await platform.IsAsync(expected);
        }
    }
}
