using System.Text.Json.Nodes;
using Holdfast.Api.Tests.Platform;
using Holdfast.Contracts.Runs;
using Holdfast.TestServers.Conditions;

namespace Holdfast.Api.Tests;

public sealed class RetentionCallTests
{
    private static readonly Dictionary<string, string?> KeepOne = new() { ["Backup:backupRetentionCount"] = "1" };

    [Fact]
    public async Task A_dry_run_says_of_each_backup_what_would_happen_and_why()
    {
        await using var server = await ApiServer.StartAsync(settings: KeepOne);
        var (first, pinned) = (await server.BackUpAsync(), await server.BackUpAsync());
        server.World.FailAt(RunStep.Backup, "db/gogs", "out of memory");
        var failed = await server.BackUpAsync();
        server.World.Mend();
        var last = await server.BackUpAsync();
        Assert.Equal(200, (await server.CallAsync($"POST /api/backup/{pinned}/pin")).Status);

        var answer = await server.CallAsync("POST /api/retention", """{"dryRun":true}""");

        Assert.Equal(
            $$"""
            {"code":200,"message":"1 of 4 backups would be deleted","dryRun":true,"keep":1,"backups":[{"timestamp":"{{first}}","expires":true,"reason":"1 newer ones succeeded, and 1 are to be kept"},{"timestamp":"{{pinned}}","expires":false,"reason":"it is pinned: it stays and does not count"},{"timestamp":"{{failed}}","expires":false,"reason":"it failed: it does not count, and what it left in the store goes a day later"},{"timestamp":"{{last}}","expires":false,"reason":"it is the newest"}],"freedBytes":3}
            """,
            answer.Text);
        Assert.Equal(3, server.World.Manifests.Count);

        server.World.StoreProblem = "connection refused";
        var doubt = await server.CallAsync("POST /api/retention", """{"dryRun":true}""");
        Assert.EndsWith(""","problem":"connection refused"}""", doubt.Text, StringComparison.Ordinal);
        Assert.Contains("\"message\":\"Nothing would be deleted\"", doubt.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retention_deletes_what_its_dry_run_shows()
    {
        await using var server = await ApiServer.StartAsync(settings: KeepOne);
        await server.BackUpAsync();
        var last = await server.BackUpAsync();

        var answer = await server.CallAsync("POST /api/retention", "{}");

        Assert.Equal(202, answer.Status);
        Assert.StartsWith("""{"code":202,"message":"Request Accepted","dryRun":false,""", answer.Text, StringComparison.Ordinal);
        await Eventually.TrueAsync(async () => (await ListedAsync(server)).SequenceEqual([last]), "the first is gone");
        Assert.Equal([$"app/{last}"], server.World.Manifests.Keys);
        Assert.Equal(400, (await server.CallAsync("POST /api/retention", """{"dryRn":true}""")).Status);
    }

    [Fact]
    public async Task A_pinned_backup_is_shown_and_stays_until_it_is_unpinned()
    {
        await using var server = await ApiServer.StartAsync();
        var timestamp = await server.BackUpAsync();
        await server.BackUpAsync();
        foreach (var _ in (int[])[1, 2])
        {
            var pinned = await server.CallAsync($"POST /api/backup/{timestamp}/pin");
            Assert.Equal((200, $$"""{"success":true,"message":"Pinned backup {{timestamp}}"}"""), (pinned.Status, pinned.Text));
        }

        Assert.Contains("\"pinned\":true", (await server.CallAsync($"GET /api/backup/status?timestamp={timestamp}")).Text, StringComparison.Ordinal);
        Assert.Contains("\"pinned\":true", (await server.CallAsync("GET /api/backup/list")).Text, StringComparison.Ordinal);
        var kept = await server.CallAsync($"DELETE /api/backup/{timestamp}");
        Assert.Equal((409, $$"""{"code":409,"message":"the backup {{timestamp}} is pinned"}"""), (kept.Status, kept.Text));

        Assert.Equal(200, (await server.CallAsync($"DELETE /api/backup/{timestamp}/pin")).Status);
        Assert.Equal(200, (await server.CallAsync($"DELETE /api/backup/{timestamp}")).Status);
        Assert.Equal(404, (await server.CallAsync($"POST /api/backup/{timestamp}/pin")).Status);
    }

    [Fact]
    public async Task Only_a_complete_backup_can_be_pinned()
    {
        await using var server = await ApiServer.StartAsync();
        server.World.FailAt(RunStep.Backup, "db/gogs", "out of memory");
        var failed = await server.BackUpAsync();
        var answer = await server.CallAsync($"POST /api/backup/{failed}/pin");
        Assert.Equal((409, $$"""{"code":409,"message":"the backup {{failed}} failed: there is nothing to keep"}"""), (answer.Status, answer.Text));
        Assert.Equal(400, (await server.CallAsync("POST /api/backup/yesterday/pin")).Status);
    }

    private static async Task<string[]> ListedAsync(ApiServer server) =>
        [.. JsonNode.Parse((await server.CallAsync("GET /api/backup/list")).Text)!["backup-list"]!.AsArray().Select(backup => (string)backup!["timestamp"]!)];
}
