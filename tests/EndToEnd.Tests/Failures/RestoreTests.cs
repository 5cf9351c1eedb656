using System.Net;
using Holdfast.EndToEnd.Tests.Platforms;
using Holdfast.Sample.Platform;

namespace Holdfast.EndToEnd.Tests.Failures;

/// <summary>A restore is all or nothing, can leave components out, be tried without effect, and be undone.</summary>
public sealed class RestoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_of_ten_components_that_cannot_be_prepared_leaves_all_as_they_are()
    {
        using var platform = await TinyPlatform.CreateAsync();
        await using var holdfast = await RunningHoldfast.StartAsync(platform.State, platform.Configuration);
        var first = await holdfast.BackUpAsync();
        await platform.SetAsync(2);
        await SpoilAsync(platform, first, "volume", "v2");

        await holdfast.Api.RestoreAsync(first, Token);
        var status = await holdfast.RestoreEndAsync(first);

        Assert.Contains("v2", status, StringComparison.Ordinal);
        await platform.IsAsync(2);
        Assert.Empty(await platform.SideDatabasesAsync());

        await holdfast.RestoreAsync(first, ""","svcs":{"v2":{"disable":true}}""");
        Assert.All(await platform.ReadAsync(), component => Assert.Equal(component.Key == "v2" ? "2" : "1", component.Value));
    }

    [Fact]
    public async Task Components_and_all_databases_at_once_can_be_left_out()
    {
        using var platform = await TinyPlatform.CreateAsync();
        await using var holdfast = await RunningHoldfast.StartAsync(platform.State, platform.Configuration);
        var first = await holdfast.BackUpAsync();
        await platform.SetAsync(2);
        await holdfast.RestoreAsync(first, ""","svcs":{"postgres":{"disable":true},"v1":{"disable":true},"v3":{"disable":false}}""");
        Assert.All(await platform.ReadAsync(), component => Assert.Equal(component.Key[0] == 'd' || component.Key == "v1" ? "2" : "1", component.Value));
    }

    [Fact]
    public async Task An_undone_restore_brings_back_what_it_replaced()
    {
        using var platform = await TinyPlatform.CreateAsync();
        await using var holdfast = await RunningHoldfast.StartAsync(platform.State, platform.Configuration);
        var first = await holdfast.BackUpAsync();
        await platform.SetAsync(2);
        await holdfast.RestoreAsync(first);
        await platform.IsAsync(1);
        var (code, body) = await holdfast.Api.CallAsync(HttpMethod.Post, "/api/restore/undo", "{}", Token);
        Assert.True(code == HttpStatusCode.Accepted, $"{body}");
        await holdfast.RestoreEndAsync(first);
        await platform.IsAsync(2);
        Assert.Empty(await platform.SideDatabasesAsync());
        var (again, _) = await holdfast.Api.CallAsync(HttpMethod.Post, "/api/restore/undo", "{}", Token);
        Assert.Equal(HttpStatusCode.NotFound, again);
        await holdfast.RestoreAsync(first);
        await platform.IsAsync(1);
    }

    [Fact]
    public async Task A_dry_run_tells_the_plan_and_every_problem_and_changes_nothing()
    {
        using var platform = await TinyPlatform.CreateAsync();
        await using var holdfast = await RunningHoldfast.StartAsync(platform.State, platform.Configuration);
        var first = await holdfast.BackUpAsync();
        await platform.SetAsync(2);

        var good = await DryRunAsync(holdfast, first);
        Assert.True((bool)good["wouldSucceed"]!, $"{good}");
        Assert.Equal(10, good["plan"]!.AsArray().Count);

        await SpoilAsync(platform, first, "db", "d4");
        await SpoilAsync(platform, first, "volume", "v2");
        var bad = await DryRunAsync(holdfast, first);
        Assert.False((bool)bad["wouldSucceed"]!, $"{bad}");
        var blocking = bad["findings"]!.AsArray().Where(finding => (bool)finding!["blocking"]!).Select(finding => $"{finding!["component"]}").Distinct();
        Assert.Equal(["db/d4", "volume/v2"], blocking.Order(StringComparer.Ordinal));
        await platform.IsAsync(2);
    }

    [Fact]
    public async Task A_drill_rebuilds_everything_beside_the_live_data_and_leaves_nothing_of_it()
    {
        using var platform = await TinyPlatform.CreateAsync();
        await using var holdfast = await RunningHoldfast.StartAsync(platform.State, platform.Configuration);
        var first = await holdfast.BackUpAsync();
        await platform.SetAsync(2);

        await holdfast.Api.RestoreAsync(first, Token, ",\"drill\":true");
        Assert.StartsWith("drill succeeded: 10 components ", await holdfast.RestoreEndAsync(first), StringComparison.Ordinal);
        await NothingIsLeftAsync();

        await SpoilAsync(platform, first, "volume", "v2");
        await holdfast.Api.RestoreAsync(first, Token, ",\"drill\":true");
        Assert.StartsWith("drill failed: preparing the restore of volume/v2 failed: ", await holdfast.RestoreEndAsync(first), StringComparison.Ordinal);
        await NothingIsLeftAsync();

        async Task NothingIsLeftAsync()
        {
            await platform.IsAsync(2);
            Assert.Empty(await platform.SideDatabasesAsync());
            Assert.DoesNotContain(TinyPlatform.Volumes, name => Directory.Exists(Path.Combine(platform.PathOf(name), ".holdfast")));
        }
    }

    private static async Task<System.Text.Json.Nodes.JsonNode> DryRunAsync(RunningHoldfast holdfast, string timestamp)
    {
        var (code, body) = await holdfast.Api.CallAsync(HttpMethod.Post, "/api/restore", $$"""{"timestamp":"{{timestamp}}","dryRun":true}""", Token);
        Assert.True(code == HttpStatusCode.OK, $"{body}");
        return body;
    }

    /// <summary>Makes a component's snapshot unreadable in the store.</summary>
    private static Task<string> SpoilAsync(TinyPlatform platform, string timestamp, string kind, string name) => Shell.RunAsync(
        $"for file in */{timestamp}/{kind}/{name}/*/snapshot.json; do chmod u+w \"$file\"; printf 'spoiled' | dd of=\"$file\" bs=1 seek=20 conv=notrunc status=none; done", platform.Store, Token);
}
