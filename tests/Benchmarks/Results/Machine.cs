using System.Globalization;
using System.Runtime.InteropServices;

namespace Holdfast.Benchmarks.Results;

/// <summary>Says on what the figures were measured.</summary>
internal static class Machine
{
    /// <summary>Lines of the form <c>name: value</c>.</summary>
    /// <param name="work">Folder of the data; its file system is named.</param>
    /// <param name="time">Gives the date.</param>
    public static IReadOnlyList<string> Describe(string work, TimeProvider time)
    {
        var drive = new DriveInfo(work);
        return
        [
            $"date: {time.GetUtcNow().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC",
            $"processor: {Field("/proc/cpuinfo", "model name")}, {Environment.ProcessorCount} cores",
            $"memory: {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0.0} GB".Replace(',', '.'),
            $"system: {RuntimeInformation.OSDescription}, data on {drive.DriveFormat}",
            $"runtime: {RuntimeInformation.FrameworkDescription}",
        ];
    }

    private static string Field(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";
}
