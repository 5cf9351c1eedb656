namespace Holdfast.Hosting.Platform;

/// <summary>The configuration section <c>Platform</c>: what is protected. Each service needs only its own part.</summary>
public sealed class PlatformOptions
{
    public const string Section = "Platform";

    /// <summary>The protected platform's name, first part of every object key: lower-case letters, digits and dashes; default <c>app</c>.</summary>
    public string Namespace { get; set; } = "app";

    /// <summary>Databases; for db-dumper only.</summary>
    public IList<DatabaseOptions> Databases { get; init; } = [];

    /// <summary>Volumes; for volume-archiver only.</summary>
    public IList<VolumeOptions> Volumes { get; init; } = [];
}
