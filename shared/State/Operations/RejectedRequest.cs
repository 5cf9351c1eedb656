using Holdfast.Contracts.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Operations;

/// <summary>A request for a backup or a restore that was rejected, so that the same request once more is answered alike.</summary>
public sealed class RejectedRequest
{
    public Guid OperationId { get; set; }

    public OperationKind Kind { get; set; }

    public required string Namespace { get; set; }

    public RejectionCode Code { get; set; }

    public required string Reason { get; set; }

    public DateTime RejectedAt { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<RejectedRequest>
    {
        public void Configure(EntityTypeBuilder<RejectedRequest> builder)
        {
            builder.HasKey(row => new { row.OperationId, row.Kind });
            builder.HasIndex(row => row.RejectedAt);
        }
    }
}
