namespace Holdfast.TestServers.Containers;

/// <summary>Where servers for tests come from when the environment names no address.</summary>
internal enum ServerSource
{
    /// <summary>Containers where Docker answers and has the image or can pull it, installed programs elsewhere.</summary>
    Any,

    /// <summary>Containers only.</summary>
    Containers,

    /// <summary>Installed programs only.</summary>
    Packages,
}
