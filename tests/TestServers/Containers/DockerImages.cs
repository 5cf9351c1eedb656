using System.Globalization;

namespace Holdfast.TestServers.Containers;

/// <summary>The images that servers for tests come from; those of compose.yaml, and of other versions.</summary>
internal static class DockerImages
{
    public const string RabbitMq = "rabbitmq:4-management";

    /// <summary>Removes the containers of a test process that was killed.</summary>
    public const string Reaper = "testcontainers/ryuk:0.14.0";

    /// <summary>The server of a major version.</summary>
    public static string Postgres(int major) => $"postgres:{major.ToString(CultureInfo.InvariantCulture)}";
}
