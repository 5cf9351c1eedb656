using Holdfast.Engine.Repositories;

namespace Holdfast.Engine.Manifests;

/// <summary>One component of a backup.</summary>
public sealed record ManifestComponent
{
    public required ComponentName Component { get; init; }

    /// <summary>The run that wrote the snapshot.</summary>
    public required string Run { get; init; }

    /// <summary>Key of the snapshot.</summary>
    public required string Snapshot { get; init; }

    /// <summary>Length of the snapshot object in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>SHA-256 of the snapshot object, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The instant whose state the snapshot holds.</summary>
    public required DateTimeOffset CapturedAt { get; init; }

    public required ComponentStats Stats { get; init; }
}
