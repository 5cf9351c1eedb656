namespace Holdfast.Engine.Repositories;

/// <summary>What an object of a repository is, as its key tells.</summary>
public enum ObjectKind
{
    /// <summary><c>repository.json</c>.</summary>
    Repository,

    /// <summary>A wrapped data key.</summary>
    KeyFile,

    /// <summary>The components of a backup: its commit point.</summary>
    Manifest,

    /// <summary>One component's part of a backup.</summary>
    Snapshot,
    DataPack,
    CatalogPack,

    /// <summary>The mark that a pack was found damaged.</summary>
    QuarantineMark,
}
