using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Monitoring;

/// <summary>How many operations ended so. Counted in the transaction that ends them, so it only grows, and each is counted once.</summary>
public sealed class OperationTotal
{
    public required string Namespace { get; set; }

    /// <summary><c>backup</c>, <c>restore</c>, <c>dry-run</c>, <c>drill</c> or <c>undo</c>.</summary>
    public required string Kind { get; set; }

    /// <summary><c>success</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required string Outcome { get; set; }

    /// <summary>Of a failure, such as <c>database</c>; else empty.</summary>
    public required string Cause { get; set; }

    public long Count { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<OperationTotal>
    {
        public void Configure(EntityTypeBuilder<OperationTotal> builder)
        {
            builder.HasKey(row => new { row.Namespace, row.Kind, row.Outcome, row.Cause });
            builder.Property(row => row.Kind).HasMaxLength(20);
            builder.Property(row => row.Outcome).HasMaxLength(20);
            builder.Property(row => row.Cause).HasMaxLength(30);
            builder.Property(row => row.Count).IsConcurrencyToken();
        }
    }
}
