using System.Text.Json.Nodes;
using Holdfast.Standalone.Tests.Processes;
using Holdfast.TestServers.Conditions;
using Holdfast.TestServers.Databases;
using Npgsql;

namespace Holdfast.Standalone.Tests;

public sealed class KilledVerificationTests
{
    private const string BytesPerSecond = "200000"; // half a minute for all of it, so that a busy machine too kills it in the middle

    /// <summary>The store is so slow that the process is killed when a part has been read.</summary>
    [Fact]
    public async Task A_verification_that_was_killed_in_the_middle_is_begun_anew_and_harms_nothing()
    {
        var state = await FreshDatabase.CreateAsync("Postgres");
        using var installation = new Installation(state: new { Provider = "Postgres", ConnectionString = state });
        var content = Content();
        installation.Write("a", content[..(content.Length / 2)]);
        string key, first, second;
        await using (var standalone = await StandaloneProcess.StartReadyAsync(installation.Configuration))
        {
            key = standalone.Key!;
            (first, _) = await standalone.BackUpAsync();
            installation.Write("b", content[(content.Length / 2)..]);
            (second, _) = await standalone.BackUpAsync();
            Assert.Equal(0, await standalone.StopAsync());
        }

        var stored = Objects(installation);
        (string, string) slow = ("ObjectStore__Throttle__BytesPerSecond", BytesPerSecond);
        await using (var standalone = await StandaloneProcess.StartReadyAsync(installation.Configuration, key, slow))
        {
            await AskAsync(standalone, second);
            await Eventually.TrueAsync(async () => (long)(await StatusAsync(standalone, second))["doneBytes"]! > 0, "a part has been verified");
            standalone.Kill();
            await standalone.ExitAsync();
        }

        await using var next = await StandaloneProcess.StartReadyAsync(installation.Configuration, key);
        Assert.Equal(("Running", false), await EndedAsync(next, second));
        var (status, text) = await next.CallAsync("POST /api/backup/verify", $$"""{"timestamp":"{{first}}"}""");
        Assert.Equal((409, true), (status, text.Contains($"a verification of the backup {second} is ongoing", StringComparison.Ordinal)));
        await LetAMinutePassAsync(state);

        await Eventually.TrueAsync(async () => (await EndedAsync(next, second)).Ended, "it ends");

        Assert.Equal("Sound", (await EndedAsync(next, second)).State);
        foreach (var timestamp in new[] { first, second })
        {
            await AskAsync(next, timestamp);
            await Eventually.TrueAsync(async () => (await EndedAsync(next, timestamp)).Ended, "the next one ends");
            Assert.Equal("Sound", (await EndedAsync(next, timestamp)).State);
        }

        Assert.Equal(stored, Objects(installation));
        installation.Write("a", "changed");
        Assert.Equal(202, (await next.CallAsync("POST /api/restore", $$"""{"timestamp":"{{second}}"}""")).Status);
        Assert.Equal("Success", (string)(await next.EndsAsync("GET /api/restore/status"))["status"]!);
        Assert.Equal(content, installation.Read("a") + installation.Read("b"));
    }

    private static string Content()
    {
        var bytes = new byte[6_000_000];
        new Random(1).NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    private static async Task AskAsync(StandaloneProcess standalone, string timestamp)
    {
        var (status, text) = await standalone.CallAsync("POST /api/backup/verify", $$"""{"timestamp":"{{timestamp}}"}""");
        Assert.True(status == 202, text);
    }

    private static async Task<JsonNode> StatusAsync(StandaloneProcess standalone, string timestamp) =>
        JsonNode.Parse((await standalone.CallAsync($"GET /api/backup/verify?timestamp={timestamp}")).Text)!;

    private static async Task<(string State, bool Ended)> EndedAsync(StandaloneProcess standalone, string timestamp)
    {
        var status = await StatusAsync(standalone, timestamp);
        return ((string)status["state"]!, status["endedAt"] is not null);
    }

    /// <summary>So long it stays with the process that was killed: it could still be at work elsewhere.</summary>
    private static async Task LetAMinutePassAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("""UPDATE "Verifications" SET "HeardAt" = "HeardAt" - interval '1 minute' WHERE "EndedAt" IS NULL""", connection);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    /// <summary>All that the store holds, with its lengths.</summary>
    private static string[] Objects(Installation installation) =>
        [.. new DirectoryInfo(Path.Combine(installation.Backups, "app")).GetFiles("*", SearchOption.AllDirectories).Select(file => $"{file.FullName} {file.Length}").Order(StringComparer.Ordinal)];
}
