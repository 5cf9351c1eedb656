using Holdfast.Sample.Platform;
using Holdfast.Sample.Proof;

namespace Holdfast.Sample.Story;

/// <summary>Backs the sample platform up through the API, destroys parts of it, restores it and proves that all is what it was.</summary>
internal sealed class Demonstration(DataFolder folder, SamplePlatform platform, HoldfastApi api, Terminal terminal)
{
    private static readonly TimeSpan OperationLimit = TimeSpan.FromMinutes(10);

    /// <returns>Whether everything came back as it was.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var timestamp = await BackUpAsync(cancellationToken);
        await DestroyAsync(cancellationToken);
        await RestoreAsync(timestamp, cancellationToken);
        return await CompareAsync(cancellationToken);
    }

    private async Task<string> BackUpAsync(CancellationToken cancellationToken)
    {
        terminal.Step("Back up everything: POST /api/backup");
        terminal.Progress("noting the state of everything, to compare with later");
        await platform.ProveAsync(folder.ProofBefore, cancellationToken);
        var timestamp = await api.BackUpAsync(cancellationToken);
        var status = await HoldfastApi.EndAsync(
            $"backup {timestamp}", OperationLimit, () => api.BackupStatusAsync(timestamp, cancellationToken), terminal.Progress, cancellationToken);
        if (status != HoldfastApi.Success)
        {
            throw new SampleException($"The backup failed: {status}");
        }

        var stored = await Shell.RunAsync("find . -type f -printf '%s\\n' | awk '{n += $1} END {printf \"%.1f MB\", n / 1e6}'", folder.Store, cancellationToken);
        terminal.Line($"backup {timestamp} done after {terminal.Elapsed}; the store {folder.Store} holds {stored} in all");
        return timestamp;
    }

    private async Task DestroyAsync(CancellationToken cancellationToken)
    {
        terminal.Step("Destroy and damage");
        await platform.Databases.DropAsync("gogs", cancellationToken);
        terminal.Line("database gogs: DROP DATABASE");
        await platform.Databases.ExecuteAsync("airflow", "DELETE FROM xcom; UPDATE task_instance SET state = 'failed'; ALTER TABLE log DROP COLUMN extra", cancellationToken);
        terminal.Line("database airflow: rows deleted, rows changed, a column dropped");
        await platform.Volumes.EmptyAsync("gitserver", cancellationToken);
        terminal.Line("volume gitserver: everything in it removed");
        await platform.Volumes.DamageAsync("edweb", cancellationToken);
        terminal.Line("volume edweb: files overwritten, files removed, a foreign folder in it");
        foreach (var line in await platform.DescribeAsync(cancellationToken))
        {
            terminal.Line(line);
        }
    }

    private async Task RestoreAsync(string timestamp, CancellationToken cancellationToken)
    {
        terminal.Step("Restore everything: POST /api/restore");
        await api.RestoreAsync(timestamp, cancellationToken);
        var status = await HoldfastApi.EndAsync(
            $"the restore of {timestamp}", OperationLimit, () => api.RestoreStatusAsync(timestamp, cancellationToken), terminal.Progress, cancellationToken);
        if (status != HoldfastApi.Success)
        {
            throw new SampleException($"The restore failed: {status}");
        }

        terminal.Line($"done after {terminal.Elapsed}");
    }

    private async Task<bool> CompareAsync(CancellationToken cancellationToken)
    {
        terminal.Step("Compare with what was there before");
        terminal.Progress("noting the state of everything again");
        await platform.ProveAsync(folder.ProofAfter, cancellationToken);
        var differences = PlatformProof.Differences(folder.ProofBefore, folder.ProofAfter);
        foreach (var difference in differences)
        {
            terminal.Line($"DIFFERENT: {difference}");
        }

        if (differences.Count == 0)
        {
            terminal.Line("all five databases: the same SQL text, schema, rows, large objects, owners, grants and settings");
            terminal.Line("all five volumes: the same files, content, times, modes, owners, links and attributes");
            terminal.Line($"see for yourself: diff -r {folder.ProofBefore} {folder.ProofAfter}");
        }

        return differences.Count == 0;
    }
}
