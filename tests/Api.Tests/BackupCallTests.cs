using System.Text.Json.Nodes;
using Holdfast.Api.Tests.Platform;
using Holdfast.Contracts.Runs;
using Holdfast.TestServers.Databases;

namespace Holdfast.Api.Tests;

public sealed class BackupCallTests
{
    private const string AllPending =
        "backup/restore operation ongoing with pending DBs: [airflow gogs] and pending Volumes: [edweb gitserver] and completed DBs: [] and completed Volumes: []";

    private const string OnePending =
        "backup/restore operation ongoing with pending DBs: [] and pending Volumes: [gitserver] and completed DBs: [airflow gogs] and completed Volumes: [edweb]";

    [Theory]
    [InlineData("{}")]
    [InlineData(null)]
    [InlineData("{ /* all of it */ \"label\": \"before the move\", // and a comma too many\n }")]
    public async Task A_backup_is_accepted_with_its_timestamp(string? body)
    {
        await using var server = await ApiServer.StartAsync();

        var answer = await server.CallAsync("POST /api/backup", body);

        Assert.Equal(202, answer.Status);
        Assert.Equal("""{"code":202,"message":"Request Accepted with timestamp TIMESTAMP"}""", answer.Golden);
        Assert.Equal("application/json; charset=utf-8", answer.ContentType);
        await server.EndsAsync();
        Assert.Equal(4, server.World.Manifests[$"app/{answer.Timestamp}"].Components.Count);
    }

    [Fact]
    public async Task Of_some_components_and_with_a_label()
    {
        await using var server = await ApiServer.StartAsync();

        var timestamp = await server.BackUpAsync("""{"components":["gogs","volume/edweb"],"label":"before the move"}""");

        var manifest = server.World.Manifests[$"app/{timestamp}"];
        Assert.Equal(["db/gogs", "volume/edweb"], manifest.Components.Select(component => component.Component.ToString()));
        Assert.Equal("before the move", manifest.Label);
        Assert.Contains("\"label\":\"before the move\"", (await server.CallAsync($"GET /api/backup/status?timestamp={timestamp}")).Text);
    }

    [Fact]
    public async Task While_one_runs_everything_says_so_in_the_exact_words()
    {
        await using var server = await ApiServer.StartAsync();
        var complete = await server.BackUpAsync();
        server.World.HangAt("volume/gitserver");
        await server.CallAsync("POST /api/backup", "{}");
        await server.SaysAsync("GET /api/backup/latest", "completed DBs: [airflow gogs] and completed Volumes: [edweb]");

        var latest = await server.CallAsync("GET /api/backup/latest");
        Assert.Equal((200, $$"""{"status":"{{OnePending}}"}"""), (latest.Status, latest.Text));

        var running = await OngoingAsync(server);
        (string, string?)[] refused =
        [
            ("POST /api/backup", "{}"),
            ("POST /api/restore", $$"""{"timestamp":"{{complete}}"}"""),
            ("POST /api/restore", $$"""{"timestamp":"{{running}}"}"""),
            ($"DELETE /api/backup/{running}", null),
        ];
        foreach (var (call, body) in refused)
        {
            var answer = await server.CallAsync(call, body);
            Assert.Equal((409, $$"""{"code":409,"message":"{{OnePending}}"}"""), (answer.Status, answer.Text));
        }

        var status = await server.CallAsync("GET /api/backup/status");
        Assert.StartsWith($$"""{"status":"{{OnePending}}","namespace":"app","timestamp":"TIMESTAMP","operation":"Backup",""", status.Golden);
        Assert.Contains("\"progress\":{\"state\":\"Running\",\"completedComponents\":3,\"totalComponents\":4,", status.Text);
        Assert.Contains("{\"component\":\"volume/gitserver\",\"state\":\"Running\",\"attempt\":1,", status.Text);

        var byTimestamp = await server.CallAsync($"GET /api/backup/status?timestamp={status.Timestamp}");
        Assert.StartsWith($$"""{"backupurl":"/backup/app/TIMESTAMP","namespace":"app","status":"{{OnePending}}","timestamp":"TIMESTAMP",""", byTimestamp.Golden);
        Assert.Contains(
            $$"""{"backupurl":"/backup/app/TIMESTAMP","namespace":"app","status":"{{OnePending}}","timestamp":"TIMESTAMP",""",
            (await server.CallAsync("GET /api/backup/list")).Golden);
    }

    [Fact]
    public async Task Names_are_sorted_also_before_anything_has_ended()
    {
        await using var server = await ApiServer.StartAsync();
        server.World.Before = (_, cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        await server.CallAsync("POST /api/backup", "{}");

        Assert.Equal($$"""{"status":"{{AllPending}}"}""", (await server.CallAsync("GET /api/backup/latest")).Text);
    }

    [Fact]
    public async Task A_complete_backup_in_every_call()
    {
        await using var server = await ApiServer.StartAsync();
        var timestamp = await server.BackUpAsync();

        const string line = """
            {"backupurl":"/backup/app/TIMESTAMP","namespace":"app","status":"Success","timestamp":"TIMESTAMP","operationId":"ID","startedAt":"INSTANT","endedAt":"INSTANT","logicalBytes":40,"storedBytes":12
            """;
        Assert.Equal($"{line}}}", (await server.CallAsync("GET /api/backup/latest")).Golden);
        Assert.Equal($"{line}}}", (await server.CallAsync("GET /api/backup/status")).Golden);
        Assert.Equal($$"""{"backup-list":[{{line}}}]}""", (await server.CallAsync("GET /api/backup/list")).Golden);
        Assert.StartsWith(
            line + ""","components":[{"component":"db/airflow","state":"Done","capturedAt":"INSTANT","size":{"logicalBytes":10,"addedBytes":5,"storedBytes":3,"files":1,"tornFiles":0,"skippedFiles":0}},""",
            (await server.CallAsync($"GET /api/backup/status?timestamp={timestamp}")).Golden);
    }

    [Fact]
    public async Task What_one_instance_changes_the_list_of_another_shows_at_once()
    {
        var state = await FreshDatabase.CreateAsync("Sqlite");
        var settings = new Dictionary<string, string?> { ["State:ConnectionString"] = state };
        await using var server = await ApiServer.StartAsync(settings);
        await using var other = await ApiServer.StartAsync(settings, world: server.World);
        var timestamp = await server.BackUpAsync();
        Assert.Equal(await ListAsync(server), await ListAsync(other));
        Assert.DoesNotContain("pinned", await ListAsync(other), StringComparison.Ordinal);

        Assert.Equal(200, (await server.CallAsync($"POST /api/backup/{timestamp}/pin")).Status);
        Assert.Contains("\"pinned\":true", await ListAsync(other), StringComparison.Ordinal);
        Assert.Equal(200, (await server.CallAsync($"DELETE /api/backup/{timestamp}/pin")).Status);
        Assert.DoesNotContain("pinned", await ListAsync(other), StringComparison.Ordinal);
        Assert.Contains("\"backupurl\":\"/backup/app/", await ListAsync(other), StringComparison.Ordinal);
        Assert.Equal(200, (await server.CallAsync($"DELETE /api/backup/{timestamp}")).Status);
        Assert.Equal("""{"backup-list":[]}""", await ListAsync(other));

        static async Task<string> ListAsync(ApiServer server) => (await server.CallAsync("GET /api/backup/list")).Text;
    }

    [Fact]
    public async Task The_list_begins_with_the_oldest_and_has_the_failed_ones_with_their_errors()
    {
        await using var server = await ApiServer.StartAsync();
        var first = await server.BackUpAsync();
        server.World.FailAt(RunStep.Backup, "volume/gitserver", "No such file or directory: /data/git");
        var second = await server.BackUpAsync();
        server.World.Mend();
        var third = await server.BackUpAsync();

        var list = (await server.CallAsync("GET /api/backup/list")).Text;

        Assert.True(string.CompareOrdinal(first, second) < 0 && string.CompareOrdinal(second, third) < 0);
        Assert.True(list.IndexOf(first, StringComparison.Ordinal) < list.IndexOf(second, StringComparison.Ordinal));
        Assert.True(list.IndexOf(second, StringComparison.Ordinal) < list.IndexOf(third, StringComparison.Ordinal));
        Assert.Contains(
            $$"""{"backupurl":"/backup/app/{{second}}","namespace":"app","status":"backup of volume/gitserver failed: No such file or directory: /data/git","timestamp":"{{second}}",""",
            list);
    }

    [Fact]
    public async Task The_latest_is_the_newest_complete_one_and_tells_of_a_newer_failure()
    {
        await using var server = await ApiServer.StartAsync();
        var empty = await server.CallAsync("GET /api/backup/latest");
        Assert.Equal((404, """{"code":404,"message":"there is no backup yet"}"""), (empty.Status, empty.Text));

        server.World.FailAt(RunStep.Backup, "db/gogs", "out of memory");
        var failed = await server.BackUpAsync();
        Assert.StartsWith(
            $$"""{"backupurl":"/backup/app/{{failed}}","namespace":"app","status":"backup of db/gogs failed: out of memory","timestamp":"{{failed}}",""",
            (await server.CallAsync("GET /api/backup/latest")).Text);

        server.World.Mend();
        var good = await server.BackUpAsync();
        server.World.FailAt(RunStep.Backup, "db/gogs", "out of memory again");
        var worse = await server.BackUpAsync();
        var latest = (await server.CallAsync("GET /api/backup/latest")).Text;
        Assert.Contains($"\"status\":\"Success\",\"timestamp\":\"{good}\"", latest);
        Assert.EndsWith($$$"""
            ,"lastFailure":{"timestamp":"{{{worse}}}","status":"backup of db/gogs failed: out of memory again"}}
            """, latest);
    }

    [Fact]
    public async Task A_timestamp_is_taken_from_the_body_or_from_the_query_string()
    {
        await using var server = await ApiServer.StartAsync();
        var timestamp = await server.BackUpAsync();

        var expected = (await server.CallAsync($"GET /api/backup/status?timestamp={timestamp}")).Text;

        Assert.Equal(expected, (await server.CallAsync("GET /api/backup/status", $$"""{"timestamp": "{{timestamp}}", /* a comma too many */ }""")).Text);
        Assert.Equal(expected, (await server.CallAsync($"GET /api/backup/status?timestamp={timestamp}", $$"""{"timestamp":"{{timestamp}}"}""")).Text);
        var both = await server.CallAsync($"GET /api/backup/status?timestamp={timestamp}", """{"timestamp":"2020-01-01t00-00-00"}""");
        Assert.Equal(
            (400, """{"code":400,"message":"timestamp: 'TIMESTAMP' in the query string and 'TIMESTAMP' in the body contradict each other"}"""),
            (both.Status, both.Golden));
    }

    [Fact]
    public async Task An_unknown_timestamp_is_looked_for_in_the_store()
    {
        await using var server = await ApiServer.StartAsync();
        const string call = "GET /api/backup/status?timestamp=2020-01-01t00-00-00";

        var missing = await server.CallAsync(call);
        Assert.Equal((404, """{"code":404,"message":"there is no backup 2020-01-01t00-00-00 in namespace app"}"""), (missing.Status, missing.Text));

        server.World.StoreProblem = "connection refused";
        var silent = await server.CallAsync(call);
        Assert.Equal(
            (503, """{"code":503,"message":"the store cannot be asked for the backup 2020-01-01t00-00-00: connection refused"}"""),
            (silent.Status, silent.Text));

        server.World.StoreProblem = null;
        var timestamp = await server.BackUpAsync();
        server.World.Manifests["app/2020-01-01t00-00-00"] = server.World.Manifests[$"app/{timestamp}"];
        Assert.StartsWith(
            """{"backupurl":"/backup/app/TIMESTAMP","namespace":"app","status":"Success","timestamp":"TIMESTAMP","logicalBytes":40,"storedBytes":12,"components":[""",
            (await server.CallAsync(call)).Golden);
    }

    [Theory]
    [InlineData("GET /api/backup/delete?timestamp=TIMESTAMP", null)]
    [InlineData("GET /api/backup/delete", """{"timestamp":"TIMESTAMP"}""")]
    [InlineData("DELETE /api/backup/TIMESTAMP", null)]
    public async Task A_deleted_backup_is_gone_and_deleting_it_again_is_no_error(string call, string? body)
    {
        await using var server = await ApiServer.StartAsync();
        var timestamp = await server.BackUpAsync();
        (call, body) = (call.Replace("TIMESTAMP", timestamp, StringComparison.Ordinal), body?.Replace("TIMESTAMP", timestamp, StringComparison.Ordinal));

        for (var time = 0; time < 2; time++)
        {
            var answer = await server.CallAsync(call, body);
            Assert.Equal((200, """{"success":true,"message":"Deleted backup entry successfully"}"""), (answer.Status, answer.Text));
            Assert.Empty(server.World.Manifests);
            Assert.Equal("""{"backup-list":[]}""", (await server.CallAsync("GET /api/backup/list")).Text);
        }

        Assert.Equal(404, (await server.CallAsync($"GET /api/backup/status?timestamp={timestamp}")).Status);
    }

    [Fact]
    public async Task The_list_has_what_only_the_store_knows_when_asked_for()
    {
        await using var server = await ApiServer.StartAsync();
        var timestamp = await server.BackUpAsync();
        server.World.Manifests["app/2020-01-01t00-00-00"] = server.World.Manifests[$"app/{timestamp}"];
        server.World.Manifests["production/2021-01-01t00-00-00"] = server.World.Manifests[$"app/{timestamp}"];

        Assert.Equal([timestamp], await ListedAsync("GET /api/backup/list"));
        Assert.Equal(["2020-01-01t00-00-00", timestamp], await ListedAsync("GET /api/backup/list?store=true"));
        Assert.Equal(["2020-01-01t00-00-00", timestamp], await ListedAsync("GET /api/backup/list", """{"store":true}"""));
        Assert.Equal(["2021-01-01t00-00-00"], await ListedAsync("GET /api/backup/list?namespace=production"));
        server.World.StoreProblem = "connection refused";
        var silent = await server.CallAsync("GET /api/backup/list?store=true");
        Assert.Equal((503, """{"code":503,"message":"the store cannot be asked for its backups: connection refused"}"""), (silent.Status, silent.Text));
        Assert.Equal(400, (await server.CallAsync("GET /api/backup/list?store=perhaps")).Status);

        async Task<string[]> ListedAsync(string call, string? body = null) =>
        [
            .. JsonNode.Parse((await server.CallAsync(call, body)).Text)!["backup-list"]!.AsArray().Select(backup => (string)backup!["timestamp"]!),
        ];
    }

    [Fact]
    public async Task A_backup_that_the_store_does_not_let_go_of_stays()
    {
        await using var server = await ApiServer.StartAsync();
        var timestamp = await server.BackUpAsync();
        server.World.StoreProblem = "access denied";

        var answer = await server.CallAsync($"DELETE /api/backup/{timestamp}");

        Assert.Equal((502, """{"code":502,"message":"access denied"}"""), (answer.Status, answer.Text));
        Assert.Contains("\"status\":\"Success\"", (await server.CallAsync("GET /api/backup/latest")).Text);
    }

    [Fact]
    public async Task A_backup_can_be_cancelled_while_it_runs()
    {
        await using var server = await ApiServer.StartAsync();
        var idle = await server.CallAsync("POST /api/backup/cancel");
        Assert.Equal((404, """{"code":404,"message":"no backup is ongoing in namespace app"}"""), (idle.Status, idle.Text));
        server.World.HangAt("volume/gitserver");
        var timestamp = (await server.CallAsync("POST /api/backup", "{}")).Timestamp;

        Assert.Equal(404, (await server.CallAsync("POST /api/restore/cancel")).Status);
        Assert.Equal(404, (await server.CallAsync("POST /api/backup/cancel", """{"timestamp":"2020-01-01t00-00-00"}""")).Status);
        var answer = await server.CallAsync("POST /api/backup/cancel", $$"""{"timestamp":"{{timestamp}}"}""");

        Assert.Equal((202, """{"code":202,"message":"Request Accepted"}"""), (answer.Status, answer.Text));
        await server.EndsAsync();
        Assert.Contains("\"status\":\"cancelled by configured\"", (await server.CallAsync($"GET /api/backup/status?timestamp={timestamp}")).Text);
    }

    [Fact]
    public async Task Components_are_listed_and_only_one_nobody_serves_stays_removed()
    {
        await using var server = await ApiServer.StartAsync();

        var list = await server.CallAsync("GET /api/components");
        Assert.StartsWith(
            """{"namespace":"app","components":[{"component":"db/airflow","kind":"db","name":"airflow","servedBy":""", list.Text);
        Assert.Equal((200, """{"success":true,"message":"Removed component db/airflow"}"""), await RemoveAsync());
        Assert.Equal((404, """{"code":404,"message":"there is no component db/airflow"}"""), await RemoveAsync());

        async Task<(int, string)> RemoveAsync()
        {
            var answer = await server.CallAsync("DELETE /api/components/db/airflow");
            return (answer.Status, answer.Text);
        }
    }

    private static async Task<string> OngoingAsync(ApiServer server) => (await server.CallAsync("GET /api/backup/status")).Timestamp;
}
