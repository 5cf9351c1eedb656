namespace Holdfast.DbDumper;

/// <summary>How this service reaches PostgreSQL and treats databases.</summary>
internal sealed class DbDumperOptions
{
    /// <summary>Folders with client programs to look at before the usual ones.</summary>
    public IReadOnlyList<string> ClientFolders { get; init; } = [];

    /// <summary>The database used for work outside the protected one. <c>template1</c> stands in for it where it is itself the target or missing.</summary>
    public string MaintenanceDatabase { get; init; } = "postgres";

    /// <summary>How long an exported snapshot may stay unused before it is given up, because it keeps the server from vacuuming. Default 6 hours.</summary>
    public TimeSpan SnapshotLifetime { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How long a dump waits for a table that somebody has locked. Default 15 minutes.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a commit or roll back tries to end other connections to the database. Default 60 seconds.</summary>
    public TimeSpan EndConnectionsWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Parallel jobs of a restore from a file, 1 to 64. Default: one a core, at most 8.</summary>
    public int RestoreJobs { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 8);

    /// <summary>Whether a restored database is analyzed before it is swapped in, so that it is not slow at first. Default true.</summary>
    public bool AnalyzeAfterRestore { get; init; } = true;

    /// <summary>Whether password hashes of roles are kept where our login can read them. Default true.</summary>
    public bool KeepPasswordHashes { get; init; } = true;
}
