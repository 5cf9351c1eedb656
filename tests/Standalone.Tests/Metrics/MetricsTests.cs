using Holdfast.Standalone.Tests.Processes;
using Holdfast.TestServers.Conditions;
using Holdfast.TestServers.Postgres;
using Npgsql;

namespace Holdfast.Standalone.Tests.Metrics;

public sealed class MetricsTests
{
    private static readonly string[] Lasting =
    [
        "holdfast_backup_last_success_timestamp_seconds", "holdfast_backup_last_end_timestamp_seconds", "holdfast_backup_last_succeeded",
        "holdfast_backup_last_duration_seconds", "holdfast_backup_expected_by_timestamp_seconds", "holdfast_backups",
        "holdfast_component_last_success_timestamp_seconds", "holdfast_component_last_duration_seconds", "holdfast_component_logical_bytes", "holdfast_component_stored_bytes",
        "holdfast_operations_ended_total", "holdfast_operation_failures_total", "holdfast_retention_removed_total",
    ];

    [Fact]
    public async Task A_real_scrape_tells_of_backups_as_they_ended_and_the_same_after_a_restart()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await using var locker = new NpgsqlConnection(database + ";Pooling=false");
        await locker.OpenAsync();
        await ExecuteAsync(locker, "CREATE TABLE runs (id int); INSERT INTO runs SELECT generate_series(1, 1000)");
        using var installation = new Installation(database, scheduler: new { MaxAttempts = 1 });
        installation.Write("repo/HEAD", "ref: refs/heads/main\n");
        var (key, standalone) = ("", await StandaloneProcess.StartReadyAsync(installation.Configuration));
        await using (standalone)
        {
            key = standalone.Key!;
            await NeedsAKeyAsync(standalone);
            var before = await ScrapeAsync(standalone);
            Assert.Equal((1, 0, null, null), (
                before["holdfast_state_readable"], before["holdfast_backup_last_success_timestamp_seconds"],
                before["holdfast_backup_last_succeeded"], before["holdfast_backup_expected_by_timestamp_seconds"]));
            Assert.Equal(0, before["holdfast_component_last_success_timestamp_seconds component=volume/gitserver"]);

            var began = TimeProvider.System.GetUtcNow();
            Assert.Equal(200, (await standalone.CallAsync("PUT /api/config/backupConfig", """{"enableRegularBackups":true,"backupFrequency":"@every 24h","drillFrequency":"@every 24h"}""")).Status);
            await WatchABackupAsync(standalone, locker);
            await Eventually.TrueAsync(async () => (await ScrapeAsync(standalone))["holdfast_retention_last_sweep_succeeded"] == 1, "retention has swept");
            Succeeded(await ScrapeAsync(standalone), began);

            Directory.Move(installation.Volume, installation.Volume + "-away");
            Assert.NotEqual("Success", (await standalone.BackUpAsync()).Status);
            Directory.Move(installation.Volume + "-away", installation.Volume);
            await Eventually.TrueAsync(async () => (await ScrapeAsync(standalone))["holdfast_backup_last_succeeded"] == 0, "the failure is told");
            var failed = await ScrapeAsync(standalone);
            Succeeded(failed, began);
            Assert.Equal((0, 1, 1), (
                failed["holdfast_backup_last_succeeded"], failed["holdfast_operation_failures_total kind=backup reason=volume"],
                failed["holdfast_operations_ended_total kind=backup outcome=failed"]));
            Deployment.UsesOnly([.. before.Names, .. failed.Names, .. Deployment.WhileRunning, .. Deployment.OnABroker, .. Deployment.OfVerifications, .. Deployment.OfDrills]);
            Assert.Equal(0, await standalone.StopAsync());

            await using var next = await StandaloneProcess.StartReadyAsync(installation.Configuration, key);
            Assert.NotEmpty(failed.Lasting(Lasting));
            Assert.Equal(failed.Lasting(Lasting), (await ScrapeAsync(next)).Lasting(Lasting));
        }
    }

    private static void Succeeded(Scrape scrape, DateTimeOffset began)
    {
        var (from, to) = (began.ToUnixTimeMilliseconds() / 1000.0, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
        var success = scrape["holdfast_backup_last_success_timestamp_seconds namespace=app"]!.Value;
        Assert.InRange(success, from, to);
        Assert.Equal(success, scrape["holdfast_component_last_success_timestamp_seconds namespace=app component=db/airflow"]);
        Assert.Equal(success, scrape["holdfast_component_last_success_timestamp_seconds namespace=app component=volume/gitserver"]);
        Assert.InRange(scrape["holdfast_backup_last_duration_seconds"]!.Value, 0.01, to - from);
        foreach (var component in (string[])["db/airflow", "volume/gitserver"])
        {
            var duration = scrape[$"holdfast_component_last_duration_seconds namespace=app component={component}"]!.Value;
            Assert.InRange(duration, 0.001, scrape["holdfast_backup_last_duration_seconds"]!.Value);
        }

        Assert.Equal((Math.Floor(success / 86_400) + 1) * 86_400, scrape["holdfast_backup_next_timestamp_seconds"]);
        Assert.Equal(scrape["holdfast_backup_next_timestamp_seconds"] + 3600, scrape["holdfast_backup_expected_by_timestamp_seconds"]);
        Assert.Equal(scrape["holdfast_backup_expected_by_timestamp_seconds"], scrape["holdfast_drill_expected_by_timestamp_seconds"]);
        Assert.Equal(21, scrape["holdfast_component_logical_bytes component=volume/gitserver"]);
        Assert.True(scrape["holdfast_component_stored_bytes component=db/airflow"] > 0);
        Assert.True(scrape["holdfast_store_put_bytes_total"] > 0);
        Assert.InRange(scrape["holdfast_staging_free_bytes"]!.Value, 1, scrape["holdfast_staging_size_bytes"]!.Value);
        Assert.Equal((1, 0, 0), (
            scrape["holdfast_operations_ended_total kind=backup outcome=success"], scrape["holdfast_operations_running kind=backup"], scrape["holdfast_retention_removed_total"]));
        Assert.InRange(scrape.Count("holdfast_"), 30, 80);
        Assert.DoesNotContain(scrape.Lasting([.. scrape.Names]), line => line.Contains("_bus_", StringComparison.Ordinal)); // a queue's name, new in every process
    }

    /// <summary>A lock on a table keeps pg_dump waiting until it has been seen at work.</summary>
    private static async Task WatchABackupAsync(StandaloneProcess standalone, NpgsqlConnection locker)
    {
        await ExecuteAsync(locker, "BEGIN; LOCK TABLE runs IN ACCESS EXCLUSIVE MODE");
        var backup = standalone.BackUpAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                var scrape = await ScrapeAsync(standalone);
                return scrape["holdfast_operations_running kind=backup"] == 1 && scrape["holdfast_operation_components state=running"] >= 1
                    && Deployment.WhileRunning.All(name => scrape.Names.Contains(name));
            },
            "the backup is seen at work");
        await ExecuteAsync(locker, "COMMIT");
        Assert.Equal("Success", (await backup).Status);
    }

    private static async Task NeedsAKeyAsync(StandaloneProcess standalone)
    {
        var key = standalone.Key;
        standalone.Key = "wrong";
        Assert.Equal(401, (await standalone.CallAsync("GET /metrics")).Status);
        standalone.Key = key;
    }

    private static async Task<Scrape> ScrapeAsync(StandaloneProcess standalone)
    {
        var (status, text) = await standalone.CallAsync("GET /metrics");
        Assert.True(status == 200, text);
        return new Scrape(text);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
