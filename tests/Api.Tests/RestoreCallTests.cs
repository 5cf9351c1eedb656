using System.Text.Json.Nodes;
using Holdfast.Api.Tests.Platform;
using Holdfast.Contracts.Restores;
using Holdfast.Contracts.Runs;
using Holdfast.TestServers.Conditions;

namespace Holdfast.Api.Tests;

public sealed class RestoreCallTests
{
    private const string Accepted = """{"code":202,"message":"Request Accepted"}""";

    [Fact]
    public async Task A_restore_is_accepted_and_its_status_told()
    {
        await using var server = await ApiServer.StartAsync();
        var timestamp = await server.BackUpAsync();
        var none = await server.CallAsync("GET /api/restore/status");
        Assert.Equal((404, """{"code":404,"message":"there was no restore yet"}"""), (none.Status, none.Text));

        var answer = await server.CallAsync("POST /api/restore", $$"""{"timestamp":"{{timestamp}}",}""");

        Assert.Equal((202, Accepted), (answer.Status, answer.Text));
        await server.EndsAsync();
        foreach (var call in (string[])["GET /api/restore/status", $"GET /api/restore/status?timestamp={timestamp}"])
        {
            Assert.StartsWith(
                """{"backupurl":"/backup","namespace":"app","status":"Success","timestamp":"TIMESTAMP","operationId":"ID","sourceNamespace":"app","state":"Completed","startedAt":"INSTANT","endedAt":"INSTANT","undoUntil":"INSTANT","undoable":{"operationId":"ID","timestamp":"TIMESTAMP","sourceNamespace":"app","until":"INSTANT","components":["db/airflow","db/gogs","volume/edweb","volume/gitserver"]},"components":[{"component":"db/airflow","state":"Done",""",
                (await server.CallAsync(call)).Golden);
        }

        Assert.Equal(404, (await server.CallAsync("GET /api/restore/status?timestamp=2020-01-01t00-00-00")).Status);
    }

    [Fact]
    public async Task While_it_runs_the_status_is_the_ongoing_text()
    {
        await using var server = await ApiServer.StartAsync();
        var timestamp = await server.BackUpAsync();
        server.World.HangAt("volume/gitserver");
        await server.CallAsync("POST /api/restore", $$"""{"timestamp":"{{timestamp}}"}""");
        const string text =
            "backup/restore operation ongoing with pending DBs: [] and pending Volumes: [gitserver] and completed DBs: [airflow gogs] and completed Volumes: [edweb]";
        await server.SaysAsync("GET /api/restore/status", "completed DBs: [airflow gogs] and completed Volumes: [edweb]");

        Assert.StartsWith($$"""{"backupurl":"/backup","namespace":"app","status":"{{text}}","timestamp":"TIMESTAMP",""", (await server.CallAsync("GET /api/restore/status")).Golden);
        Assert.Equal($$"""{"status":"{{text}}"}""", (await server.CallAsync("GET /api/backup/latest")).Text);
        Assert.Equal($$"""{"code":409,"message":"{{text}}"}""", (await server.CallAsync("POST /api/backup", "{}")).Text);
        Assert.Equal($$"""{"code":409,"message":"{{text}}"}""", (await server.CallAsync($"DELETE /api/backup/{timestamp}")).Text);

        Assert.Equal((202, Accepted), Of(await server.CallAsync("POST /api/restore/cancel")));
        await server.EndsAsync();
        Assert.Contains("\"status\":\"cancelled by configured\"", (await server.CallAsync("GET /api/restore/status")).Text);
    }

    [Fact]
    public async Task Disabled_services_are_left_out_and_others_are_not()
    {
        await using var server = await ApiServer.StartAsync();
        var timestamp = await server.BackUpAsync();

        await server.CallAsync(
            "POST /api/restore", $$"""{"timestamp":"{{timestamp}}","svcs":{"postgres":{"disable":true},"gitserver":{"disable":true},"edweb":{"disable":false} } }""");

        await server.EndsAsync();
        Assert.Equal(["Commit volume/edweb"], server.World.Done.Where(step => step.StartsWith("Commit ", StringComparison.Ordinal)));
        var slip = await server.CallAsync("POST /api/restore", $$"""{"timestamp":"{{timestamp}}","svcs":{"gitservr":{"disable":true} } }""");
        Assert.Equal((400, """{"code":400,"message":"svcs: no component has this name: gitservr"}"""), Of(slip));
    }

    [Fact]
    public async Task A_failed_restore_says_which_step_which_component_and_why()
    {
        await using var server = await ApiServer.StartAsync();
        var timestamp = await server.BackUpAsync();
        server.World.FailAt(RunStep.Prepare, "db/gogs", "role gogs does not exist");

        await server.CallAsync("POST /api/restore", $$"""{"timestamp":"{{timestamp}}"}""");

        await server.EndsAsync();
        Assert.Contains(
            "\"status\":\"preparing the restore of db/gogs failed: role gogs does not exist\"", (await server.CallAsync("GET /api/restore/status")).Text);
        Assert.Equal((404, """{"code":404,"message":"there is no restore that can be undone"}"""), Of(await server.CallAsync("POST /api/restore/undo")));
    }

    [Fact]
    public async Task A_backup_of_another_namespace_that_only_the_store_knows_can_be_restored()
    {
        await using var server = await ApiServer.StartAsync();
        var timestamp = await server.BackUpAsync();
        server.World.Manifests["production/2020-01-01t00-00-00"] = server.World.Manifests[$"app/{timestamp}"] with { Namespace = "production" };
        const string call = """{"timestamp":"2020-01-01t00-00-00","sourceNamespace":"production"}""";

        server.World.StoreProblem = "connection refused";
        Assert.Equal(
            (503, """{"code":503,"message":"the store cannot be asked for the backup 2020-01-01t00-00-00: connection refused"}"""),
            Of(await server.CallAsync("POST /api/restore", call)));
        server.World.StoreProblem = null;
        Assert.Equal(
            (404, """{"code":404,"message":"there is no backup 2020-01-01t00-00-00 in namespace app"}"""),
            Of(await server.CallAsync("POST /api/restore", """{"timestamp":"2020-01-01t00-00-00"}""")));

        Assert.Equal((202, Accepted), Of(await server.CallAsync("POST /api/restore", call)));
        await server.EndsAsync();
        Assert.Contains("\"status\":\"Success\",\"timestamp\":\"2020-01-01t00-00-00\"", (await server.CallAsync("GET /api/restore/status")).Text);
    }

    [Fact]
    public async Task A_failed_backup_cannot_be_restored()
    {
        await using var server = await ApiServer.StartAsync();
        server.World.FailAt(RunStep.Backup, "db/gogs", "out of memory");
        var timestamp = await server.BackUpAsync();

        var answer = await server.CallAsync("POST /api/restore", $$"""{"timestamp":"{{timestamp}}"}""");

        Assert.Equal(
            (404, """{"code":404,"message":"the backup TIMESTAMP holds nothing to restore, since it failed: backup of db/gogs failed: out of memory"}"""),
            (answer.Status, answer.Golden));
    }

    [Fact]
    public async Task A_dry_run_answers_with_the_plan_and_every_finding()
    {
        await using var server = await ApiServer.StartAsync();
        var timestamp = await server.BackUpAsync();
        var call = $$"""{"timestamp":"{{timestamp}}","dryRun":true,"svcs":{"edweb":{"disable":true} } }""";

        var good = await server.CallAsync("POST /api/restore", call);
        Assert.Equal(
            (200, """{"code":200,"message":"the restore would succeed","wouldSucceed":true,"timestamp":"TIMESTAMP","sourceNamespace":"app","plan":["db/airflow","db/gogs","volume/gitserver"],"leftOut":["edweb"],"findings":[]}"""),
            (good.Status, good.Golden));

        server.World.Preflight = component =>
        [
            new PreflightFinding { Component = component, Blocking = component.Name == "gogs", Text = $"about {component}" },
        ];
        server.World.FailAt(RunStep.Preflight, "volume/gitserver", "not mounted");
        var bad = await server.CallAsync("POST /api/restore", call);
        Assert.Equal(
            (200, """{"code":200,"message":"the restore would fail: 2 problems","wouldSucceed":false,"timestamp":"TIMESTAMP","sourceNamespace":"app","plan":["db/airflow","db/gogs","volume/gitserver"],"leftOut":["edweb"],"findings":[{"component":"db/airflow","blocking":false,"text":"about db/airflow"},{"component":"db/gogs","blocking":true,"text":"about db/gogs"},{"component":"volume/gitserver","blocking":true,"text":"not mounted"}]}"""),
            (bad.Status, bad.Golden));
        Assert.Contains("\"dryRun\":true", (await server.CallAsync("GET /api/restore/status")).Text);
        Assert.DoesNotContain(server.World.Done, step => step.StartsWith("Prepare", StringComparison.Ordinal) || step.StartsWith("Commit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_drill_is_told_as_one_and_takes_neither_dry_run_nor_salvage()
    {
        await using var server = await ApiServer.StartAsync();
        var timestamp = await server.BackUpAsync();
        foreach (var other in (string[])["dryRun", "salvage"])
        {
            var wrong = await server.CallAsync("POST /api/restore", $$"""{"timestamp":"{{timestamp}}","drill":true,"{{other}}":true}""");
            Assert.Equal((400, $$"""{"code":400,"message":"drill: a drill goes without {{other}}"}"""), Of(wrong));
        }

        var call = $$"""{"timestamp":"{{timestamp}}","drill":true,"svcs":{"edweb":{"disable":true} } }""";
        Assert.Equal((202, Accepted), Of(await server.CallAsync("POST /api/restore", call)));

        await server.EndsAsync();
        Assert.StartsWith(
            """{"backupurl":"/backup","namespace":"app","status":"drill succeeded: 3 components were rebuilt beside the live data, checked and removed again; nothing live was changed","timestamp":"TIMESTAMP","operationId":"ID","sourceNamespace":"app","state":"Completed","drill":true,"startedAt":"INSTANT","endedAt":"INSTANT","components":[""",
            (await server.CallAsync("GET /api/restore/status")).Golden);
        Assert.DoesNotContain(server.World.Done, step => step.StartsWith("Commit", StringComparison.Ordinal));
        Assert.Equal((404, """{"code":404,"message":"there is no restore that can be undone"}"""), Of(await server.CallAsync("POST /api/restore/undo")));
    }

    [Fact]
    public async Task A_restore_is_undone_once_also_when_a_dry_run_came_in_between()
    {
        await using var server = await ApiServer.StartAsync();
        var timestamp = await server.BackUpAsync();
        await server.CallAsync("POST /api/restore", $$"""{"timestamp":"{{timestamp}}"}""");
        await server.EndsAsync();
        await server.CallAsync("POST /api/restore", $$"""{"timestamp":"{{timestamp}}","dryRun":true}""");

        Assert.Equal(404, (await server.CallAsync("POST /api/restore/undo", """{"timestamp":"2020-01-01t00-00-00"}""")).Status);
        Assert.Equal((202, Accepted), Of(await server.CallAsync("POST /api/restore/undo")));

        await server.EndsAsync();
        await Eventually.TrueAsync(() => server.World.Done.Count(step => step.StartsWith("RollBack ", StringComparison.Ordinal)) == 4, "all is rolled back");
        Assert.Equal(404, (await server.CallAsync("POST /api/restore/undo")).Status);
    }

    [Fact]
    public async Task What_can_be_undone_is_told_whatever_came_last()
    {
        var clock = new MovableClock();
        await using var server = await ApiServer.StartAsync(clock: clock);
        var (restored, other) = (await server.BackUpAsync(), await server.BackUpAsync());
        await server.CallAsync("POST /api/restore", $$"""{"timestamp":"{{other}}","drill":true}""");
        await server.EndsAsync();
        Assert.Null(await UndoableAsync(server));

        await server.CallAsync("POST /api/restore", $$"""{"timestamp":"{{restored}}","svcs":{"edweb":{"disable":true} } }""");
        await server.EndsAsync();
        var first = (await UndoableAsync(server))!;
        Assert.Equal(restored, (string?)first["timestamp"]);
        Assert.Equal("""["db/airflow","db/gogs","volume/gitserver"]""", first["components"]!.ToJsonString());

        foreach (var kind in (string[])["dryRun", "drill"])
        {
            await server.CallAsync("POST /api/restore", $$"""{"timestamp":"{{other}}","{{kind}}":true}""");
            await server.EndsAsync();
            await server.SaysAsync("GET /api/restore/status", $"\"{kind}\":true");
            Assert.Equal(first.ToJsonString(), (await UndoableAsync(server))?.ToJsonString());
        }

        server.World.FailAt(RunStep.Prepare, "db/gogs", "role gogs does not exist");
        await server.CallAsync("POST /api/restore", $$"""{"timestamp":"{{other}}"}""");
        await server.EndsAsync();
        Assert.Equal(first.ToJsonString(), (await UndoableAsync(server))?.ToJsonString());

        clock.Ahead = TimeSpan.FromDays(30);
        Assert.Null(await UndoableAsync(server));
    }

    private static async Task<JsonNode?> UndoableAsync(ApiServer server) => JsonNode.Parse((await server.CallAsync("GET /api/restore/status")).Text)!["undoable"];

    private static (int, string) Of(ApiServer.Answer answer) => (answer.Status, answer.Text);
}
