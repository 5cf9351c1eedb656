using Holdfast.Api.Tests.Platform;
using Holdfast.Contracts.Components;
using Microsoft.Extensions.Logging;

namespace Holdfast.Api.Tests;

public sealed class CrowdTests
{
    /// <summary>Readers, writers of keys and audit entries, the sagas and the signs of life all share one SQLite file.</summary>
    [Fact]
    public async Task Many_callers_during_backups_never_meet_a_locked_database()
    {
        ComponentId[] components = [.. Enumerable.Range(1, 30).Select(number => ComponentId.Volume($"v{number:00}"))];
        await using var server = await ApiServer.StartAsync(components: components);
        server.World.Before = async (run, cancellationToken) =>
        {
            for (var step = 1; step <= 5; step++)
            {
                run.Report(step, 5);
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
            }
        };

        var callers = Enumerable.Range(0, 8).Select(async caller =>
        {
            var statuses = new List<int>();
            for (var call = 0; call < 25; call++)
            {
                statuses.Add((await server.CallAsync("POST /api/backup", "{}")).Status);
                statuses.Add((await server.CallAsync("GET /api/backup/status")).Status);
                statuses.Add((await server.CallAsync("POST /api/keys", $$"""{"name":"k{{caller}}-{{call}}","role":"viewer"}""")).Status);
                statuses.Add((await server.CallAsync("GET /api/backup/list")).Status);
            }

            return statuses;
        });
        var all = (await Task.WhenAll(callers)).SelectMany(statuses => statuses).ToList();
        await server.EndsAsync();

        Assert.All(all, status => Assert.Contains(status, (int[])[200, 201, 202, 409]));
        Assert.Equal(200, all.Count(status => status == 201));
        Assert.DoesNotContain(server.Log.Of(LogLevel.Warning), entry => entry.Contains("database is locked", StringComparison.OrdinalIgnoreCase));
        Assert.True(!server.Log.Of(LogLevel.Error).Any(), string.Join('\n', server.Log.Of(LogLevel.Error)));
    }
}
