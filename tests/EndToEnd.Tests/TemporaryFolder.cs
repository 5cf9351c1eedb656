using System.Diagnostics;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A folder that is removed with everything in it, also what .NET cannot name.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("holdfast-e2e-").FullName;

    public string In(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    public void Dispose()
    {
        using var remove = Process.Start("rm", ["-rf", Path]);
        remove.WaitForExit();
    }
}
