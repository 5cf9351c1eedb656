using System.Globalization;
using Holdfast.TestServers.Conditions;
using Holdfast.TestServers.Processes;

namespace Holdfast.TestServers.Web;

/// <summary>The distribution's Chromium without a window, with a profile of its own. It ends with this process.</summary>
/// <param name="DevTools">Where it is told what to do.</param>
public sealed record Chromium(Uri DevTools)
{
    private static readonly Lazy<Task<Chromium>> Shared = new(StartAsync);

    /// <summary>The one browser of this process; tests keep apart by contexts of their own.</summary>
    /// <exception cref="ServerMissingException">It is not installed, or does not start here.</exception>
    public static Task<Chromium> SharedAsync() => Shared.Value;

    private static async Task<Chromium> StartAsync()
    {
        var program = ProgramPath.Find("chromium") ?? throw new ServerMissingException("Chromium is not installed: apt-get install chromium");
        var folder = Directory.CreateTempSubdirectory("holdfast-chromium-").FullName;
        var (profile, log) = (Path.Join(folder, "profile"), Path.Join(folder, "log"));
        string[] arguments =
        [
            "--headless", "--remote-debugging-port=0", $"--user-data-dir={profile}", "--no-first-run", "--no-proxy-server", "--disable-gpu",
            "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
            "--password-store=basic", "--use-mock-keychain",
            .. Environment.IsPrivilegedProcess ? ["--no-sandbox"] : Array.Empty<string>(), // root has no user namespace to make a sandbox of
            "about:blank",
        ];
        var browser = GuardedProcess.Start([program, .. arguments], log, "TERM", folder, [new("HOME", folder)]);
        string[] address = [];
        await Eventually.TrueAsync(() => browser.HasEnded || (address = Address(Path.Join(profile, "DevToolsActivePort"))).Length == 2, "Chromium tells its port");
        if (browser.HasEnded)
        {
            throw new ServerMissingException($"{program} does not start here"); // its folder, and with it its log, is gone
        }

        var port = int.Parse(address[0], CultureInfo.InvariantCulture);
        Console.WriteLine($"Browser: started {program} on port {port}");
        return new Chromium(new Uri($"ws://127.0.0.1:{port}{address[1]}"));
    }

    /// <summary>Port and path; empty until both are written.</summary>
    private static string[] Address(string file) => File.Exists(file) && File.ReadAllLines(file) is [{ Length: > 0 }, { Length: > 0 }] lines ? lines : [];
}
