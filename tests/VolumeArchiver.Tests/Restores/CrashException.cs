namespace Holdfast.VolumeArchiver.Tests.Restores;

/// <summary>Stands for the death of the process: nothing may be done any more.</summary>
internal sealed class CrashException(string change) : Exception($"Killed before: {change}");
