using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Monitoring;

/// <summary>What retention has removed from a namespace, and how its last sweep went.</summary>
public sealed class RetentionTotal
{
    public required string Namespace { get; set; }

    /// <summary>Backups removed so far.</summary>
    public long Removed { get; set; }

    /// <summary>Bytes freed so far.</summary>
    public long FreedBytes { get; set; }

    public DateTime SweptAt { get; set; }

    /// <summary>Why the last sweep deleted nothing, or not everything; null when all went well.</summary>
    public string? Problem { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<RetentionTotal>
    {
        public void Configure(EntityTypeBuilder<RetentionTotal> builder)
        {
            builder.HasKey(row => row.Namespace);
            builder.Property(row => row.Removed).IsConcurrencyToken();
        }
    }
}
