using Holdfast.Contracts.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Registry;

/// <summary>A component that some worker has announced. It is expected in every backup until an administrator removes it.</summary>
public sealed class RegisteredComponent
{
    public required string Namespace { get; set; }

    public required ComponentId Component { get; set; }

    /// <summary>The process that announced it last.</summary>
    public required string Instance { get; set; }

    public DateTime FirstAnnouncedAt { get; set; }

    public DateTime LastAnnouncedAt { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<RegisteredComponent>
    {
        public void Configure(EntityTypeBuilder<RegisteredComponent> builder) =>
            builder.HasKey(row => new { row.Namespace, row.Component });
    }
}
