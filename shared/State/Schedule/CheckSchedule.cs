using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Schedule;

/// <summary>The one row of a namespace and kind that says when the newest backup is checked next, the same for every scheduler and after every restart.</summary>
/// <remarks>Whoever requests the check moves the row on in the same transaction; of two at once only one commits.</remarks>
public sealed class CheckSchedule
{
    public required string Namespace { get; set; }

    public CheckKind Kind { get; set; }

    public int Version { get; set; }

    /// <summary>The settings by which was planned, as one text; another one begins a new plan. Empty when there is none.</summary>
    public string Plan { get; set; } = "";

    /// <summary>Since when this plan holds; null in a row from before this was noted.</summary>
    public DateTime? PlannedSince { get; set; }

    /// <summary>The next time; null while there is none.</summary>
    public DateTime? DueAt { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<CheckSchedule>
    {
        public void Configure(EntityTypeBuilder<CheckSchedule> builder)
        {
            builder.HasKey(row => new { row.Namespace, row.Kind });
            builder.Property(row => row.Version).IsConcurrencyToken();
        }
    }
}
