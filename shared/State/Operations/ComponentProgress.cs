using Holdfast.Contracts.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Operations;

/// <summary>How far the current run of a component is and when it was last heard of. Not part of the saga: it changes every second.</summary>
public sealed class ComponentProgress
{
    public Guid OperationId { get; set; }

    public required ComponentId Component { get; set; }

    public Guid RunId { get; set; }

    public DateTime HeardAt { get; set; }

    public long DoneBytes { get; set; }

    public long? TotalBytes { get; set; }

    public long DoneFiles { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<ComponentProgress>
    {
        public void Configure(EntityTypeBuilder<ComponentProgress> builder) =>
            builder.HasKey(row => new { row.OperationId, row.Component });
    }
}
