using Holdfast.Standalone.Tests.Processes;
using Holdfast.TestServers.Conditions;
using Holdfast.TestServers.Databases;

namespace Holdfast.Standalone.Tests;

public sealed class StartAndStopTests
{
    [Fact]
    public async Task The_first_key_is_printed_once_and_lasts()
    {
        using var installation = new Installation();
        await using var first = await StandaloneProcess.StartReadyAsync(installation.Configuration);
        var key = first.PrintedKey;
        Assert.Equal(200, (await first.CallAsync("GET /api/keys")).Status);
        Assert.Equal(0, await first.StopAsync());

        await using var second = await StandaloneProcess.StartReadyAsync(installation.Configuration, key);

        Assert.Null(second.PrintedKey);
        Assert.Equal(200, (await second.CallAsync("GET /api/keys")).Status);
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public async Task A_second_process_on_the_same_state_is_refused(string provider)
    {
        using var installation = new Installation(state: new { Provider = provider, ConnectionString = await FreshDatabase.CreateAsync(provider) });
        await using var first = await StandaloneProcess.StartReadyAsync(installation.Configuration);

        await using var second = StandaloneProcess.Start("--config", installation.Configuration);

        Assert.Equal(11, await second.ExitAsync());
        Assert.StartsWith("holdfast: another Holdfast process uses the state database ", second.Output);
        Assert.DoesNotContain("   at ", second.Output);
        Assert.Equal("Success", (await first.BackUpAsync()).Status);
        first.Kill();
        await first.ExitAsync();
        await using var third = await StandaloneProcess.StartReadyAsync(installation.Configuration, first.Key);
    }

    [Fact]
    public async Task Every_wrong_setting_is_told_at_once()
    {
        using var installation = new Installation();

        await using var standalone = StandaloneProcess.Start(
            "--config", installation.Configuration, "--Platform:Namespace", "No_Such", "--Backup:backupFrequency", "often", "--ObjectStore:locationType", "tape");

        Assert.Equal(1, await standalone.ExitAsync());
        Assert.Contains("holdfast: Platform:Namespace 'No_Such'", standalone.Output);
        Assert.Contains("holdfast: Backup:backupFrequency 'often'", standalone.Output);
        Assert.Contains("holdfast: ObjectStore:locationType 'tape'", standalone.Output);
        Assert.DoesNotContain("   at ", standalone.Output);
    }

    [Fact]
    public async Task A_configuration_file_that_is_not_there_is_named()
    {
        await using var standalone = StandaloneProcess.Start("--config", "/no/such/holdfast.json");

        Assert.Equal(1, await standalone.ExitAsync());
        Assert.Contains("/no/such/holdfast.json", standalone.Output);
        Assert.DoesNotContain("   at ", standalone.Output);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_that_ends_in_the_middle_of_a_backup_leaves_nothing_ongoing(bool killed)
    {
        using var installation = new Installation();
        var random = new Random(7);
        var bytes = new byte[1 << 20];
        for (var file = 0; file < 150; file++)
        {
            random.NextBytes(bytes);
            await File.WriteAllBytesAsync(Path.Combine(installation.Volume, $"{file}"), bytes);
        }

        await using var first = await StandaloneProcess.StartReadyAsync(installation.Configuration);
        var timestamp = (await first.CallAsync("POST /api/backup", "{}")).Text.Split(' ')[^1].TrimEnd('"', '}');
        await Eventually.TrueAsync(
            async () => (await first.CallAsync("GET /api/backup/status")).Text.Contains("\"state\":\"Running\",\"attempt\":1", StringComparison.Ordinal)
                && Directory.EnumerateFiles(installation.Backups, "*.pack", SearchOption.AllDirectories).Any(),
            "the backup is in the middle");
        if (killed)
        {
            first.Kill();
            await first.ExitAsync();
        }
        else
        {
            Assert.Equal(0, await first.StopAsync());
        }

        await using var second = await StandaloneProcess.StartReadyAsync(installation.Configuration, first.Key);
        var interrupted = await second.EndsAsync($"GET /api/backup/status?timestamp={timestamp}");

        Assert.Equal("Success", (string?)interrupted["status"]);
        Assert.Equal("Success", (await second.BackUpAsync()).Status);
    }
}
