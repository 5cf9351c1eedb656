using Holdfast.Contracts.Components;
using Holdfast.State.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Backups;

/// <summary>One component of a complete backup in the list.</summary>
public sealed class BackupEntryComponent
{
    public required string Namespace { get; set; }

    public required string Timestamp { get; set; }

    public required ComponentId Component { get; set; }

    public required SnapshotRow Snapshot { get; set; }

    /// <summary>When the worker began whose run succeeded; null for one that was found in the store.</summary>
    public DateTime? StartedAt { get; set; }

    /// <summary>When it was done.</summary>
    public DateTime? EndedAt { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<BackupEntryComponent>
    {
        public void Configure(EntityTypeBuilder<BackupEntryComponent> builder)
        {
            builder.HasKey(row => new { row.Namespace, row.Timestamp, row.Component });
            builder.ComplexProperty(row => row.Snapshot).IsRequired();
        }
    }
}
