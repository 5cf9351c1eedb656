using System.Globalization;
using Holdfast.Sample.Platform;

namespace Holdfast.Sample.Story;

/// <summary>What <c>./run</c> was asked for.</summary>
/// <param name="Folder">The data folder.</param>
/// <param name="Address">Where Holdfast is to listen.</param>
/// <param name="Standalone">The executable of services/standalone.</param>
/// <param name="Exit">Whether to end after the comparison instead of leaving Holdfast running.</param>
internal sealed record SampleOptions(string Folder, Uri Address, string Standalone, bool Exit)
{
    private const int DefaultPort = 8080;

    /// <exception cref="SampleException">Something is not understood.</exception>
    public static SampleOptions Read(string[] arguments)
    {
        if (arguments is not ([] or ["--exit"]))
        {
            throw new SampleException($"Not understood: {string.Join(' ', arguments)}. Usage: ./run [--exit | --config FILE]");
        }

        var folder = Environment.GetEnvironmentVariable("HOLDFAST_RUN_DIR");
        var port = Environment.GetEnvironmentVariable("HOLDFAST_RUN_PORT");
        var number = DefaultPort;
        if (!string.IsNullOrEmpty(port) && !(int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is > 0 and <= 65535))
        {
            throw new SampleException($"HOLDFAST_RUN_PORT '{port}' is not a port.");
        }

        return new SampleOptions(
            string.IsNullOrEmpty(folder) ? Path.Combine("artifacts", "run") : folder,
            new Uri($"http://127.0.0.1:{number}/"),
            HoldfastProcess.Executable(),
            arguments is ["--exit"]);
    }
}
