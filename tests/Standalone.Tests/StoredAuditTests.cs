using Holdfast.CrashPoints;
using Holdfast.Standalone.Tests.Processes;
using Holdfast.TestServers.Conditions;

namespace Holdfast.Standalone.Tests;

/// <summary>The audit log in the real store of the real program.</summary>
public sealed class StoredAuditTests
{
    [Fact]
    public async Task Every_entry_is_in_the_store_once_also_when_the_process_was_killed_after_it_had_stored_and_before_it_noted_that()
    {
        using var installation = new Installation();
        var orders = Directory.CreateTempSubdirectory("holdfast-orders-").FullName;
        var folder = Directory.CreateDirectory(Path.Combine(installation.Backups, "app", "audit")).FullName;
        string key;
        await using (var first = await StandaloneProcess.StartReadyAsync(
            installation.Configuration,
            key: null,
            ("DOTNET_STARTUP_HOOKS", typeof(CrashOrder).Assembly.Location),
            (CrashOrder.FolderVariable, orders),
            (CrashOrder.WatchedVariable, folder)))
        {
            key = first.Key!;
            for (var call = 0; call < 3; call++)
            {
                Assert.Equal(404, (await first.CallAsync("POST /api/backup/cancel")).Status);
            }

            new CrashOrder("created audit/*-*-*t*-*-*-*.jsonl", 1).Give(orders);
            Assert.Equal(200, (await first.CallAsync("PUT /api/config/auditConfig", """{"ueventsSchedule":"@every 1s"}""")).Status);
            await first.ExitAsync();
        }

        await using var next = await StandaloneProcess.StartReadyAsync(installation.Configuration, key);
        await next.CallAsync("POST /api/backup/cancel");
        string[] stored = [];
        await Eventually.TrueAsync(() => (stored = Lines(folder)).Length >= 5, "all five are stored");

        var exported = (await next.CallAsync("GET /api/audit/export")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, exported.Length);
        Assert.Equal(exported.Order(StringComparer.Ordinal), stored.Order(StringComparer.Ordinal));
        Directory.Delete(orders, recursive: true);
    }

    private static string[] Lines(string folder) =>
        Directory.Exists(folder) ? [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).SelectMany(File.ReadAllLines)] : [];
}
