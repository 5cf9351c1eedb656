namespace Holdfast.Hosting.Backups;

/// <summary>The configuration section <c>Backup</c>: when backups run by themselves and how many are kept.</summary>
public sealed class BackupOptions
{
    public const string Section = "Backup";

    /// <summary>Six-field cron with seconds, in UTC; also <c>@daily</c> and the like; default midnight.</summary>
    public string BackupFrequency { get; set; } = "0 0 0 * * *";

    /// <summary>Successful backups to keep in the namespace, at least 1; default 30.</summary>
    public int BackupRetentionCount { get; set; } = 30;

    /// <summary>Whether backups run at these times and at every start, and retention after each success; default false.</summary>
    public bool EnableRegularBackups { get; set; }
}
