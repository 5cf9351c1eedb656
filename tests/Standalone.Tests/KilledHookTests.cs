using System.Text.Json.Nodes;
using Holdfast.Standalone.Tests.Processes;
using Holdfast.TestServers.Conditions;
using Holdfast.TestServers.Postgres;
using Npgsql;

namespace Holdfast.Standalone.Tests;

public sealed class KilledHookTests
{
    /// <summary>Between its hooks the worker is killed; the next process does not even know of the operation any more, so it will not run again.</summary>
    [Fact]
    public async Task What_was_quiet_when_the_process_was_killed_is_woken_by_the_next()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await using var locker = new NpgsqlConnection(database + ";Pooling=false");
        await locker.OpenAsync();
        await ExecuteAsync(locker, "CREATE TABLE runs (id int); BEGIN; LOCK TABLE runs IN ACCESS EXCLUSIVE MODE"); // pg_dump waits for it
        using var installation = new Installation(database);
        installation.Write("a", "content");
        var called = Path.Combine(installation.Backups, "called");
        Configure(installation, called);
        await using (var standalone = await StandaloneProcess.StartReadyAsync(installation.Configuration))
        {
            Assert.Equal(202, (await standalone.CallAsync("POST /api/backup", "{}")).Status);
            await Eventually.TrueAsync(() => Called(called) is ["before db/airflow"], "the hook before is called");
            standalone.Kill();
            await standalone.ExitAsync();
        }

        Assert.Single(Called(called));
        Directory.Delete(Path.Combine(installation.Backups, ".holdfast-state"), recursive: true);
        await using var next = await StandaloneProcess.StartReadyAsync(installation.Configuration);

        await Eventually.TrueAsync(() => Called(called).Length >= 2, "the hook after is called");
        Assert.Equal(["before db/airflow", "after db/airflow"], Called(called));
        await ExecuteAsync(locker, "COMMIT");
    }

    private static void Configure(Installation installation, string called)
    {
        var file = JsonNode.Parse(File.ReadAllText(installation.Configuration))!;
        JsonObject Note() => new() { ["Command"] = new JsonArray("sh", "-c", $"echo \"$HOLDFAST_PHASE $HOLDFAST_COMPONENT\" >> {called}"), ["Timeout"] = "00:00:05" };
        file["Hooks"] = new JsonObject
        {
            ["Lease"] = "00:00:01",
            ["Components"] = new JsonArray(new JsonObject { ["Component"] = "db/airflow", ["Before"] = Note(), ["After"] = Note() }),
        };
        File.WriteAllText(installation.Configuration, file.ToJsonString());
    }

    private static string[] Called(string file) => File.Exists(file) ? File.ReadAllLines(file) : [];

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
