using Holdfast.Benchmarks.Platforms;
using Holdfast.Benchmarks.Processes;
using Holdfast.Benchmarks.Tools;

namespace Holdfast.Benchmarks.Suites;

/// <summary>How soon the API tells how a backup stands while the backup takes all of the machine.</summary>
/// <remarks>
/// The peer is <c>/healthz</c> of the same process at the same time, so seldom that it adds no load: what any answer of the web server takes on a machine so busy.
/// </remarks>
internal sealed class StatusBenchmark : Benchmark
{
    private const int PerSecond = 200;
    private const int OfPeerPerSecond = 20;
    private const string Peer = "healthz";

    public override string Name => "status";

    public override string Summary => "200 status calls a second while a backup runs, next to 20 of /healthz: the middle call and the one in a hundred";

    public override void Run(Session session) => RunAsync(session, session.Cancellation).GetAwaiter().GetResult();

    private static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        for (var round = 1; round <= session.Options.Rounds; round++)
        {
            var (folder, volume) = (Folders.Renew(session.Within($"holdfast-{round}")), Folders.Renew(session.Within("volume")));
            await using var holdfast = await StandaloneProcess.StartAsync(folder, [], [("data", volume)], session.PassphraseFile, cancellationToken);
            await holdfast.BackUpAsync(cancellationToken); // of an empty volume: a service that has been running has compiled its code
            session.Data("mixed", volume, ("--files", 20_000), ("--bytes", session.Options.Quick ? 500_000_000 : 3_000_000_000));
            NativeProcess.WriteBack(); // the volume is not what burdens the disk
            using var client = holdfast.NewClient();
            using var peer = holdfast.NewClient(); // one that waits for an answer must not hold up the other
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var backup = holdfast.BackUpAsync(cancellationToken);
            var status = new SteadyCalls(client, "/api/backup/status", PerSecond).RunAsync(ended.Token);
            var health = new SteadyCalls(peer, "/healthz", OfPeerPerSecond).RunAsync(ended.Token);
            var usage = await backup;
            await ended.CancelAsync();
            foreach (var (who, seconds) in new[] { (HoldfastTool.ToolName, await status), (Peer, await health) })
            {
                session.Say($"{seconds.Length} calls of {who} in {usage.Seconds:0.0} s");
                await session.TimeAsync("middle call", who, () => Task.FromResult(usage with { Seconds = seconds[seconds.Length / 2] }));
                await session.TimeAsync("99 of 100 calls within", who, () => Task.FromResult(usage with { Seconds = seconds[seconds.Length * 99 / 100] }));
            }
        }
    }
}
