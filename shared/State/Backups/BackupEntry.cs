using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Backups;

/// <summary>A line of the backup list, also for backups that failed.</summary>
public sealed class BackupEntry
{
    public required string Namespace { get; set; }

    public required string Timestamp { get; set; }

    public Guid OperationId { get; set; }

    public BackupStatus Status { get; set; }

    /// <summary>The first error of a failed backup.</summary>
    public string? Error { get; set; }

    public string? Label { get; set; }

    /// <summary>Whether retention leaves it alone.</summary>
    public bool Pinned { get; set; }

    /// <summary>What has become much smaller in it, in words; null when nothing has.</summary>
    public string? Suspicion { get; set; }

    /// <summary>Whether somebody has said that this is as it should be.</summary>
    public bool SuspicionAccepted { get; set; }

    public string RequestedBy { get; set; } = "";

    /// <summary>Version of the object store's document with which it was made.</summary>
    public int StoreVersion { get; set; }

    public DateTime StartedAt { get; set; }

    public DateTime? EndedAt { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<BackupEntry>
    {
        public void Configure(EntityTypeBuilder<BackupEntry> builder)
        {
            builder.HasKey(entry => new { entry.Namespace, entry.Timestamp });
            builder.HasIndex(entry => entry.OperationId);
            builder.HasMany<BackupEntryComponent>().WithOne()
                .HasForeignKey(row => new { row.Namespace, row.Timestamp }).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
