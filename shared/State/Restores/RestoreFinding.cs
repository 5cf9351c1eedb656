using Holdfast.Contracts.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Restores;

/// <summary>A finding of a dry run, or something a salvage could not bring back.</summary>
public sealed class RestoreFinding
{
    public Guid OperationId { get; set; }

    public required ComponentId Component { get; set; }

    /// <summary>Order within the component, from 0.</summary>
    public int Number { get; set; }

    /// <summary>Whether a restore would fail because of it.</summary>
    public bool Blocking { get; set; }

    public required string Text { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<RestoreFinding>
    {
        public void Configure(EntityTypeBuilder<RestoreFinding> builder) =>
            builder.HasKey(row => new { row.OperationId, row.Component, row.Number });
    }
}
