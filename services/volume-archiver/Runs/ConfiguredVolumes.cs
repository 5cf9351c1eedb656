using Holdfast.Contracts.Components;
using Holdfast.Hosting.Platform;
using Holdfast.Hosting.Runs;

namespace Holdfast.VolumeArchiver.Runs;

/// <summary>Finds the directory behind a component.</summary>
internal sealed class ConfiguredVolumes(PlatformOptions platform)
{
    /// <exception cref="RunFailedException">This service does not serve the component.</exception>
    public string PathOf(ComponentId component) =>
        platform.Volumes.FirstOrDefault(volume => component.Kind == ComponentKind.Volume && volume.Name == component.Name)?.Path
        ?? throw new RunFailedException($"This volume-archiver has no path for {component}. Add the volume to Platform:Volumes.", retryable: false);
}
