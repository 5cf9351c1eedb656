using Holdfast.Sample.Platform;

namespace Holdfast.EndToEnd.Tests.Kills;

public sealed class KilledRestoreTests(ITestOutputHelper output)
{
    /// <summary>Killed at each step and started again, a restore ends with all components old or all new, as its status says.</summary>
    [Fact]
    public async Task A_restore_killed_at_any_step_ends_all_old_or_all_new()
    {
        var token = TestContext.Current.CancellationToken;
        await using var scene = await CrashingHoldfast.StartAsync();
        var (platform, holdfast) = (scene.Platform, scene.Holdfast);
        var backups = new string[3];
        backups[1] = await holdfast.BackUpAsync();
        await platform.SetAsync(2);
        backups[2] = await holdfast.BackUpAsync();
        var plan = CrashPlan.For(await scene.RecordAsync(() => holdfast.RestoreAsync(backups[1])), few: 8);
        var (now, died, completed) = (1, 0, 0);
        foreach (var order in plan.Orders.TakeWhile(_ => died < plan.Deaths))
        {
            var next = 3 - now;
            var killed = await scene.DieAsync(order, () => holdfast.Api.RestoreAsync(backups[next], token));
            var status = await holdfast.Api.RestoreStatusAsync(backups[next], token);
            var found = await platform.ReadAsync();
            var place = $"{(killed ? "killed" : "not killed")} at {order}, status '{status}': {string.Join(' ', found)}";
            output.WriteLine(place);
            Assert.True(found.Values.Distinct().Count() == 1, $"half done: {place}\n{holdfast.Process.Tail()}");
            var reached = int.Parse(found.Values.First(), System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(killed || reached == next, $"failed without being killed: {place}");
            died += killed ? 1 : 0;
            completed += reached == next ? 1 : 0;
            now = reached;
        }

        output.WriteLine($"{plan.Orders.Count} steps, {died} kills, {completed} completed");
        Assert.True(died > plan.Deaths / 2, $"only {died} of {plan.Deaths} deaths came about");
        Assert.True(completed > 0 && died > 0);
        await holdfast.RestoreAsync(backups[1]);
        await platform.IsAsync(1);
        await holdfast.RestoreAsync(backups[2]);
        await platform.IsAsync(2);
        Assert.Equal([HoldfastApi.Success, HoldfastApi.Success], (await holdfast.BackupsAsync()).Values);
    }
}
