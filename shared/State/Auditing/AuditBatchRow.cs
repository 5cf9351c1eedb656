using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Auditing;

/// <summary>A part of the audit log that is one object in the store, or is to become one.</summary>
/// <remarks>
/// Which entries belong to it is settled before it is stored and never changes, so storing it again gives the same bytes under the same key: after a
/// crash in between, or by two schedulers at once, an entry is in the store once.
/// </remarks>
public sealed class AuditBatchRow
{
    public Guid Id { get; set; }

    public required string Namespace { get; set; }

    /// <summary>The instant of its first entry.</summary>
    public DateTime At { get; set; }

    /// <summary>The instant of its last entry.</summary>
    public DateTime Until { get; set; }

    /// <summary>When it was durable in the store; null while it is not known to be.</summary>
    public DateTime? StoredAt { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<AuditBatchRow>
    {
        public void Configure(EntityTypeBuilder<AuditBatchRow> builder)
        {
            builder.ToTable("AuditBatches");
            builder.Property(row => row.Id).ValueGeneratedNever();
            builder.HasIndex(row => row.StoredAt);
        }
    }
}
