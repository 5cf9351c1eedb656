using System.Text.Json;
using Holdfast.Api.Tests.Platform;
using Holdfast.TestServers.Conditions;

namespace Holdfast.Api.Tests;

public class ScheduleCallTests
{
    [Fact]
    public async Task The_schedule_shows_the_next_backup_and_what_came_of_the_last_ones()
    {
        await using var api = await ApiServer.StartAsync(new Dictionary<string, string?>
        {
            ["Backup:enableRegularBackups"] = "true",
            ["Backup:backupFrequency"] = "@every 24h",
        });
        await api.SaysAsync("GET /api/schedule", "\"outcome\":\"started\"");

        var answer = JsonDocument.Parse((await api.CallAsync("GET /api/schedule")).Text).RootElement;
        Assert.Equal(("app", true, "@every 24h", "UTC"), (
            answer.GetProperty("namespace").GetString(), answer.GetProperty("enabled").GetBoolean(),
            answer.GetProperty("frequency").GetString(), answer.GetProperty("timeZone").GetString()));
        Assert.Equal(TimeSpan.Zero, answer.GetProperty("next").GetDateTimeOffset().TimeOfDay);
        var only = Assert.Single(answer.GetProperty("requested").EnumerateArray());
        Assert.Equal("start-up", only.GetProperty("reason").GetString());
        await Eventually.TrueAsync(
            async () => (await api.CallAsync("GET /api/backup/latest")).Text.Contains(only.GetProperty("timestamp").GetString()!, StringComparison.Ordinal), "it is in the list");
        Assert.Equal(401, (await api.CallAsync("GET /api/schedule", key: null)).Status);
    }

    [Fact]
    public async Task Nothing_is_next_while_regular_backups_are_disabled()
    {
        await using var api = await ApiServer.StartAsync();

        var answer = await api.CallAsync("GET /api/schedule");

        Assert.Contains("\"enabled\":false", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"next\"", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"drill\"", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_verification_and_drill_are_shown_while_they_are_scheduled()
    {
        await using var api = await ApiServer.StartAsync(new Dictionary<string, string?>
        {
            ["Backup:verificationFrequency"] = "0 0 3 1 1 *",
            ["Backup:drillFrequency"] = "0 0 4 2 1 *",
        });

        await api.SaysAsync("GET /api/schedule", "-01-02T04:00:00.000Z\"");

        var answer = JsonDocument.Parse((await api.CallAsync("GET /api/schedule")).Text).RootElement;
        foreach (var (check, frequency, day) in new[] { ("verification", "0 0 3 1 1 *", 1), ("drill", "0 0 4 2 1 *", 2) })
        {
            var shown = answer.GetProperty(check);
            Assert.Equal((frequency, 1, day), (shown.GetProperty("frequency").GetString(), shown.GetProperty("next").GetDateTimeOffset().Month, shown.GetProperty("next").GetDateTimeOffset().Day));
        }
    }
}
