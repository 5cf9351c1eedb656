using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Schedule;

/// <summary>A backup that Holdfast requested by itself, and what came of the request.</summary>
public sealed class ScheduledBackup
{
    public required Guid OperationId { get; set; }

    public required string Namespace { get; set; }

    /// <summary><c>schedule</c> or <c>start-up</c>.</summary>
    public required string Reason { get; set; }

    /// <summary>When it should have been; of several missed ones the last.</summary>
    public DateTime DueAt { get; set; }

    public DateTime RequestedAt { get; set; }

    /// <summary>How many occurrences before <see cref="DueAt"/> were missed and are made up for by this one.</summary>
    public int Missed { get; set; }

    public ScheduledOutcome Outcome { get; set; }

    /// <summary>Of the backup that began.</summary>
    public string? Timestamp { get; set; }

    /// <summary>Why it was skipped.</summary>
    public string? Detail { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<ScheduledBackup>
    {
        public void Configure(EntityTypeBuilder<ScheduledBackup> builder)
        {
            builder.HasKey(row => row.OperationId);
            builder.Property(row => row.OperationId).ValueGeneratedNever();
            builder.HasIndex(row => new { row.Namespace, row.RequestedAt });
        }
    }
}
