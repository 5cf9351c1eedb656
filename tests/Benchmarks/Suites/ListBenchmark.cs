using System.Diagnostics;
using Holdfast.Benchmarks.Data;
using Holdfast.Benchmarks.Platforms;
using Holdfast.Benchmarks.Tools;

namespace Holdfast.Benchmarks.Suites;

/// <summary>What many backups cost where only one is wanted: in the list, for the latest, and for retention.</summary>
internal sealed class ListBenchmark : Benchmark
{
    private const int Backups = 10_000;

    /// <summary>Calls of which the mean is taken; the first ones compile code.</summary>
    private const int Calls = 20;

    public override string Name => "list";

    public override string Summary => "10,000 backups of four tiny components in a directory: start without state, list, latest, retention's dry run, deleting one";

    public override void Run(Session session) => RunAsync(session, session.Cancellation).GetAwaiter().GetResult();

    private static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        var folder = Folders.Renew(session.Within("holdfast"));
        var volume = Directory.CreateDirectory(session.Within("volume")).FullName;
        var count = session.Options.Quick ? Backups / 10 : Backups;
        session.Say($"{count} backups");
        await ManyBackups.MakeAsync(Path.Combine(folder, "store"), count, cancellationToken);
        for (var round = 1; round <= session.Options.Rounds; round++)
        {
            foreach (var state in Directory.GetFiles(folder, "state.db*"))
            {
                File.Delete(state);
            }

            var started = Stopwatch.GetTimestamp();
            await using var holdfast = await StandaloneProcess.StartAsync(folder, [], [("data", volume)], passphraseFile: null, cancellationToken);
            var start = Stopwatch.GetElapsedTime(started).TotalSeconds;
            await session.TimeAsync("start without state", HoldfastTool.ToolName, () => Task.FromResult(holdfast.UsageSoFar(start)));
            await TimeAsync("list, first call", HttpMethod.Get, "/api/backup/list", null, calls: 1);
            await TimeAsync("list", HttpMethod.Get, "/api/backup/list", null, Calls);
            await TimeAsync("latest", HttpMethod.Get, "/api/backup/latest", null, Calls);
            await TimeAsync("retention, first dry run", HttpMethod.Post, "/api/retention", """{"dryRun":true}""", calls: 1);
            await TimeAsync("retention, next dry run", HttpMethod.Post, "/api/retention", """{"dryRun":true}""", calls: 3);
            await TimeAsync("delete one", HttpMethod.Delete, $"/api/backup/{ManyBackups.Timestamp(round * 100)}", null, calls: 1);
            await TimeAsync("delete one more", HttpMethod.Delete, $"/api/backup/{ManyBackups.Timestamp((round * 100) + 1)}", null, calls: 1);

            Task TimeAsync(string step, HttpMethod method, string path, string? body, int calls) =>
                session.TimeAsync(step, HoldfastTool.ToolName, () => holdfast.CallAsync(method, path, body, calls, cancellationToken));
        }
    }
}
