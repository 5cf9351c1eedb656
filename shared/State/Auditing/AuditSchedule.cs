using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Auditing;

/// <summary>The one row of a namespace that says when its audit log is to be stored and cleared next, the same for every scheduler.</summary>
/// <remarks>Whoever does what is due moves the row on in the same transaction; of two at once only one commits.</remarks>
public sealed class AuditSchedule
{
    public required string Namespace { get; set; }

    public int Version { get; set; }

    /// <summary>The settings by which was planned, as one text; another one begins a new plan.</summary>
    public string Plan { get; set; } = "";

    /// <summary>When entries are to be stored; null while they never are.</summary>
    public DateTime? StoreAt { get; set; }

    /// <summary>When old entries are to be removed; null while they never are.</summary>
    public DateTime? ClearAt { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<AuditSchedule>
    {
        public void Configure(EntityTypeBuilder<AuditSchedule> builder)
        {
            builder.HasKey(row => row.Namespace);
            builder.Property(row => row.Version).IsConcurrencyToken();
        }
    }
}
