using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Schedule;

/// <summary>The one row of a namespace that says when its next regular backup is due, the same for every scheduler and after every restart.</summary>
/// <remarks>Whoever requests the backup that is due moves the row on in the same transaction; of two at once only one commits.</remarks>
public sealed class BackupSchedule
{
    public required string Namespace { get; set; }

    public int Version { get; set; }

    /// <summary>The settings by which was planned, as one text; another one begins a new plan.</summary>
    public string Plan { get; set; } = "";

    /// <summary>Since when this plan holds; null in a row from before this was noted.</summary>
    public DateTime? PlannedSince { get; set; }

    /// <summary>Occurrences up to this instant are settled.</summary>
    public DateTime SettledUntil { get; set; }

    /// <summary>The next occurrence by the schedule; null while none is due ever.</summary>
    public DateTime? DueAt { get; set; }

    /// <summary>When it is to be requested: <see cref="DueAt"/> and what jitter adds.</summary>
    public DateTime? RunAt { get; set; }

    /// <summary>When the last backup at a start was requested.</summary>
    public DateTime? StartUpAt { get; set; }

    /// <summary>Until when a success was expected that was told to be overdue; null when nothing was told.</summary>
    public DateTime? OverdueTold { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<BackupSchedule>
    {
        public void Configure(EntityTypeBuilder<BackupSchedule> builder)
        {
            builder.HasKey(row => row.Namespace);
            builder.Property(row => row.Version).IsConcurrencyToken();
        }
    }
}
