using Holdfast.State.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Backups;

/// <summary>The saga of one backup.</summary>
public sealed class BackupState : OperationState
{
    public string? Label { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<BackupState>
    {
        public void Configure(EntityTypeBuilder<BackupState> builder) => OperationState.Configure(builder);
    }
}
