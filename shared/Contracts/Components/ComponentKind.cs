namespace Holdfast.Contracts.Components;

/// <summary>What a component is; in text <c>db</c> or <c>volume</c>.</summary>
public enum ComponentKind
{
    /// <summary>A PostgreSQL database.</summary>
    Database,

    /// <summary>A directory tree.</summary>
    Volume,
}
