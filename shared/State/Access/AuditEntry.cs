using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Access;

/// <summary>Who did what, and what came of it. What it says never changes.</summary>
public sealed class AuditEntry
{
    public Guid Id { get; set; }

    public DateTime At { get; set; }

    /// <summary>Name of the API key, or of the service.</summary>
    public required string Actor { get; set; }

    /// <summary>The caller's address; null for a service.</summary>
    public string? From { get; set; }

    /// <summary>Such as <c>backup.request</c>.</summary>
    public required string Action { get; set; }

    /// <summary>What it was done to, such as a timestamp.</summary>
    public string? Target { get; set; }

    public required string Outcome { get; set; }

    /// <summary>The <see cref="Auditing.AuditBatchRow"/> with which it goes to the store; null while it belongs to none.</summary>
    public Guid? BatchId { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<AuditEntry>
    {
        public void Configure(EntityTypeBuilder<AuditEntry> builder)
        {
            builder.Property(entry => entry.Id).ValueGeneratedNever();
            builder.HasIndex(entry => entry.At);
            builder.HasIndex(entry => entry.BatchId);
        }
    }
}
