using Holdfast.Contracts.Components;

namespace Holdfast.Contracts.Restores;

/// <summary>One finding of a dry run.</summary>
public sealed record PreflightFinding
{
    public required ComponentId Component { get; init; }

    /// <summary>Whether the restore would fail because of it; false for information about the plan.</summary>
    public required bool Blocking { get; init; }

    /// <summary>In plain words.</summary>
    public required string Text { get; init; }
}
