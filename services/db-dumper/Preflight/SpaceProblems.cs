using Holdfast.DbDumper.Facts;
using Holdfast.DbDumper.Servers;

namespace Holdfast.DbDumper.Preflight;

/// <summary>Compares the space a second copy takes with what the server has, where that can be known: on this machine.</summary>
internal static class SpaceProblems
{
    public static async Task<IReadOnlyList<PreflightProblem>> FindAsync(MaintenanceSession session, DatabaseFacts facts, CancellationToken cancellationToken)
    {
        if (await FreeBytesAsync(session, cancellationToken) is not { } free || free > facts.SizeBytes)
        {
            return [];
        }

        return [new PreflightProblem(
            Blocks: true, $"The restored copy takes about {Megabytes(facts.SizeBytes)} beside the live database, and the server's disk has {Megabytes(free)} left. Free some space.")];
    }

    // data_directory may be read by superusers and pg_read_all_settings only; others get null.
    private static async Task<long?> FreeBytesAsync(MaintenanceSession session, CancellationToken cancellationToken)
    {
        if (!session.Address.IsLocal)
        {
            return null;
        }

        var folder = await session.ScalarAsync<string>("SELECT setting FROM pg_settings WHERE name = 'data_directory'", [], cancellationToken);
        return Directory.Exists(folder) ? new DriveInfo(folder).AvailableFreeSpace : null;
    }

    private static string Megabytes(long bytes) => FormattableString.Invariant($"{bytes / 1_000_000.0:N0} MB");
}
