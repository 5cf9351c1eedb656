using System.Diagnostics;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.Sources;

namespace Holdfast.Monitoring.Tests.Alerts;

/// <summary>Prometheus's own checker of rules.</summary>
internal static class Promtool
{
    /// <summary>Where ./test unpacks it.</summary>
    private const string Unpacked = "artifacts/servers/prometheus/usr/bin/promtool";

    /// <summary>Skips the test with the reason when there is none.</summary>
    public static void Need()
    {
        if (Find() is null)
        {
            Assert.Skip("promtool is missing: ./test unpacks it from the Debian package prometheus, or put it on the PATH");
        }
    }

    /// <returns>Whether it is content, and what it said.</returns>
    public static async Task<(bool Content, string Said)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Find()!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode == 0, string.Concat(said));
    }

    private static string? Find() =>
        ProgramPath.Find("promtool") ?? (Path.Combine(SourceFolder.Root, Unpacked) is var unpacked && File.Exists(unpacked) ? unpacked : null);
}
