namespace Holdfast.DbDumper;

/// <summary>How this service reaches PostgreSQL and treats databases.</summary>
internal sealed class DbDumperOptions
{
    public const string Section = "DbDumper";

    /// <summary>Folders with client programs to look at before the usual ones.</summary>
    public IReadOnlyList<string> ClientFolders { get; init; } = [];

    /// <summary>Commands worked on at once, 1 to 500; those that wait for a slot hold their snapshot meanwhile. Default 32.</summary>
    public int Commands { get; init; } = 32;

    /// <summary>Dumps and restores that move data at once, 1 to 64. Default 2.</summary>
    public int Slots { get; init; } = 2;

    /// <summary>How long an exported snapshot may stay unused before it is given up, because it keeps the server from vacuuming. Default 6 hours.</summary>
    public TimeSpan SnapshotLifetime { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How long a dump waits for a table that somebody has locked. Default 15 minutes.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a commit or roll back tries to end other connections to the database. Default 60 seconds.</summary>
    public TimeSpan EndConnectionsWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Parallel jobs of a restore from a file, 1 to 64. Default: one a core, at most 8.</summary>
    public int RestoreJobs { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 8);

    /// <summary>
    /// Whether an archive is put into staging before its restore where twice its size is free there, so that <see cref="RestoreJobs"/> apply;
    /// otherwise it flows straight into pg_restore with one job. Default true.
    /// </summary>
    public bool StageArchives { get; init; } = true;

    /// <summary>Whether a restored database is analyzed before it is swapped in, so that it is not slow at first. Default true.</summary>
    public bool AnalyzeAfterRestore { get; init; } = true;

    /// <summary>Whether password hashes of roles are kept where our login can read them. Default true.</summary>
    public bool KeepPasswordHashes { get; init; } = true;
}
