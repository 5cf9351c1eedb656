namespace Holdfast.Hosting.Platform;

/// <summary>One volume to protect.</summary>
public sealed class VolumeOptions
{
    /// <summary>The component's name, as it is shown and as it stands in object keys.</summary>
    public string Name { get; set; } = "";

    /// <summary>Absolute path of its root directory, which may be a mount point.</summary>
    public string Path { get; set; } = "";
}
