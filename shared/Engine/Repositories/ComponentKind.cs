namespace Holdfast.Engine.Repositories;

/// <summary>What kind of thing a component is.</summary>
public enum ComponentKind
{
    /// <summary>A PostgreSQL database, <c>db</c> in keys and documents.</summary>
    Database,

    /// <summary>A tree of files, <c>volume</c> in keys and documents.</summary>
    Volume,
}
