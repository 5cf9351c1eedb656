using Holdfast.Standalone.Tests.Metrics;
using Holdfast.Standalone.Tests.Processes;
using Holdfast.TestServers.Conditions;
using Holdfast.TestServers.Postgres;
using Npgsql;

namespace Holdfast.Standalone.Tests;

public sealed class RoundTripTests
{
    [Fact]
    public async Task A_database_and_a_volume_come_back_through_the_api()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await ExecuteAsync(database, "CREATE TABLE runs (id int PRIMARY KEY, note text); INSERT INTO runs SELECT n, 'run ' || n FROM generate_series(1, 5000) n");
        using var installation = new Installation(database);
        installation.Write("repo/HEAD", "ref: refs/heads/main\n");
        await using var standalone = await StandaloneProcess.StartReadyAsync(installation.Configuration);
        Assert.NotNull(standalone.PrintedKey);

        var (timestamp, status) = await standalone.BackUpAsync();
        Assert.Equal("Success", status);
        Assert.Equal(202, (await standalone.CallAsync("POST /api/backup/verify")).Status);
        await Eventually.TrueAsync(
            async () => (await standalone.CallAsync("GET /api/backup/verify")).Text.Contains("\"state\":\"Sound\"", StringComparison.Ordinal), "the backup is verified");
        await ExecuteAsync(database, "DROP TABLE runs; CREATE TABLE ruins (id int)");
        installation.Write("repo/HEAD", "ruined");
        installation.Write("repo/new", "not in the backup");

        var (code, plan) = await standalone.CallAsync("POST /api/restore", $$"""{"timestamp":"{{timestamp}}","dryRun":true}""");
        Assert.Equal(200, code);
        Assert.Contains("\"wouldSucceed\":true", plan);
        Assert.Equal("ruined", installation.Read("repo/HEAD"));

        Assert.Equal(202, (await standalone.CallAsync("POST /api/restore", $$"""{"timestamp":"{{timestamp}}","drill":true}""")).Status);
        Assert.StartsWith("drill succeeded: 2 components ", (string?)(await standalone.EndsAsync("GET /api/restore/status"))["status"], StringComparison.Ordinal);
        Assert.Equal(0L, await ScalarAsync(database, "SELECT count(*) FROM ruins"));
        Assert.Equal("ruined", installation.Read("repo/HEAD"));
        Assert.Equal(1L, await ScalarAsync(database, "SELECT count(*) FROM pg_database WHERE datname LIKE current_database() || '%'"));
        Assert.False(Directory.Exists(Path.Combine(installation.Volume, ".holdfast")));
        var metrics = (await standalone.CallAsync("GET /metrics")).Text;
        Assert.All(Deployment.OfDrills.Append("holdfast_verification_last_succeeded"), name => Assert.Matches($"(?m)^{name}\\{{.*\\}} 1( |$)", metrics));

        Assert.Equal(202, (await standalone.CallAsync("POST /api/restore", $$"""{"timestamp":"{{timestamp}}"}""")).Status);
        Assert.Equal("Success", (string?)(await standalone.EndsAsync("GET /api/restore/status"))["status"]);
        Assert.Equal(5000L, await ScalarAsync(database, "SELECT count(*) FROM runs"));
        Assert.Equal("ref: refs/heads/main\n", installation.Read("repo/HEAD"));
        Assert.False(File.Exists(Path.Combine(installation.Volume, "repo/new")));

        Assert.Equal(202, (await standalone.CallAsync("POST /api/restore/undo")).Status);
        Assert.Equal("Undone", (string?)(await standalone.EndsAsync("GET /api/restore/status"))["state"]);
        Assert.Equal("ruined", installation.Read("repo/HEAD"));
        Assert.Equal(0L, await ScalarAsync(database, "SELECT count(*) FROM ruins"));

        Assert.Equal("Success", (await standalone.BackUpAsync()).Status);
        Assert.Equal(
            (200, """{"success":true,"message":"Deleted backup entry successfully"}"""), await standalone.CallAsync($"DELETE /api/backup/{timestamp}"));
        Assert.False(File.Exists(Path.Combine(installation.Backups, "app", timestamp, "manifest.json")));
        Assert.Equal(0, await standalone.StopAsync());
        Assert.DoesNotContain("database is locked", standalone.Output);
        Assert.DoesNotContain(standalone.Output.Split('\n'), IsError);
    }

    [Fact]
    public async Task A_backup_outlives_the_state_database()
    {
        using var installation = new Installation();
        installation.Write("a", "kept");
        string timestamp;
        await using (var standalone = await StandaloneProcess.StartReadyAsync(installation.Configuration))
        {
            (timestamp, _) = await standalone.BackUpAsync();
            Assert.Equal(0, await standalone.StopAsync());
        }

        Directory.Delete(Path.Combine(installation.Backups, ".holdfast-state"), recursive: true);
        installation.Write("a", "lost");
        await using var next = await StandaloneProcess.StartReadyAsync(installation.Configuration);
        Assert.Contains("\"status\":\"Success\"", (await next.CallAsync($"GET /api/backup/status?timestamp={timestamp}")).Text);

        Assert.Equal(202, (await next.CallAsync("POST /api/restore", $$"""{"timestamp":"{{timestamp}}"}""")).Status);

        Assert.Equal("Success", (string?)(await next.EndsAsync("GET /api/restore/status"))["status"]);
        Assert.Equal("kept", installation.Read("a"));
    }

    /// <summary>That it was not ready yet while it started is no error.</summary>
    private static bool IsError(string line) =>
        line.Contains(" fail: ", StringComparison.Ordinal) && !line.Contains("HealthCheck", StringComparison.Ordinal);

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> ScalarAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
