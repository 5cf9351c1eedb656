using System.CommandLine;
using Holdfast.Cli.Output;
using Holdfast.Cli.Running;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Verification;

namespace Holdfast.Cli.Stores;

/// <summary>Proves that a backup can be brought back.</summary>
internal static class StoreVerify
{
    public static Command Create()
    {
        var timestamp = new Argument<string>("timestamp") { Description = "The backup; the newest one without", DefaultValueFactory = _ => "latest" };
        var quick = new Option<bool>("--quick") { Description = "Only that everything is there and belongs together: the content itself is not read" };
        var metrics = new Option<string?>("--metrics") { Description = "Write how it ended to this file, for the textfile collector of Prometheus's node exporter", HelpName = "file" };
        return StoreRun.Does(new Command("verify", "Prove that a backup can be brought back: all of it is read, decoded and hashed") { timestamp, quick, metrics }, async (run, cancellationToken) =>
        {
            if (run.Of(quick) && run.Of(metrics) is not null)
            {
                throw new UsageException("--metrics tells of verifications, and --quick is none");
            }

            var began = TimeProvider.System.GetTimestamp();
            var manifest = await run.Store.GetAsync(run.Of(timestamp), cancellationToken);
            var options = new VerifyOptions { ReadDataShare = run.Of(quick) ? 0 : 1 };
            var (problems, read) = (0, 0L);
            foreach (var component in manifest.Components)
            {
                var verified = await VerifyAsync(run.Store, manifest.Timestamp, component, options, cancellationToken);
                (problems, read) = (problems + verified.Problems.Count, read + verified.BytesRead);
                run.Report.Say("verified", verified, Text(verified));
            }

            if (run.Of(metrics) is { } file)
            {
                new VerificationMetrics
                {
                    Namespace = run.Store.Namespace,
                    Backup = BackupTimestamp.Parse(manifest.Timestamp),
                    EndedAt = TimeProvider.System.GetUtcNow(),
                    Duration = TimeProvider.System.GetElapsedTime(began),
                    BytesRead = read,
                    Problems = problems,
                }.Write(file);
            }

            return problems == 0
                ? ExitStatus.Done
                : run.Report.Problem($"{problems} problems in backup {manifest.Timestamp}", ExitStatus.Failed);
        });
    }

    private static async Task<Verified> VerifyAsync(
        OpenedStore store, string timestamp, ManifestComponent component, VerifyOptions options, CancellationToken cancellationToken)
    {
        var report = await ComponentVerification.RunAsync(store.Source, store.Repository.Description, store.Repository, component, options, cancellationToken);
        return new Verified(timestamp, $"{component.Component}", report.Packs, report.PacksRead, report.BytesRead, report.Entries, report.Problems);
    }

    private static string Text(Verified verified) => verified.Problems.Count == 0
        ? $"{verified.Component}: good ({verified.Entries} entries, {verified.Packs} packs, {Quantity.Bytes(verified.BytesRead)} read)"
        : string.Join('\n', verified.Problems.Select(problem => $"{verified.Component}: {problem.Key}: {problem.What}"));

    /// <summary>What was found out about one component.</summary>
    private sealed record Verified(string Timestamp, string Component, int Packs, int PacksRead, long BytesRead, long Entries, IReadOnlyList<VerifyProblem> Problems);
}
