using Holdfast.State.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Restores;

/// <summary>The saga of one restore, its undo included.</summary>
public sealed class RestoreState : OperationState
{
    /// <summary>The namespace the backup was taken in.</summary>
    public string SourceNamespace { get; set; } = "";

    /// <summary>What is left out, as requested.</summary>
    public List<string> DisabledServices { get; set; } = [];

    public bool DryRun { get; set; }

    /// <summary>Everything is prepared and then removed again; not set together with <see cref="DryRun"/>.</summary>
    public bool Drill { get; set; }

    public bool Salvage { get; set; }

    /// <summary>Until when the previous data is kept; null while nothing was replaced and after it was forgotten.</summary>
    public DateTime? UndoUntil { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<RestoreState>
    {
        public void Configure(EntityTypeBuilder<RestoreState> builder)
        {
            OperationState.Configure(builder);
            builder.HasIndex(saga => saga.UndoUntil);
        }
    }
}
