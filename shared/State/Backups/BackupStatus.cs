namespace Holdfast.State.Backups;

/// <summary>What an entry of the backup list stands for.</summary>
public enum BackupStatus
{
    Ongoing,
    Success,
    Failed,

    /// <summary>Being removed: not to be restored or deduplicated against.</summary>
    Deleting,
}
