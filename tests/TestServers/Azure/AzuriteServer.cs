using System.Runtime.CompilerServices;
using Holdfast.TestServers.Processes;

namespace Holdfast.TestServers.Azure;

/// <summary>Microsoft's Azurite, which speaks Azure Blob Storage's protocol, on loopback with everything in memory.</summary>
/// <param name="ServiceUrl">Of the account.</param>
/// <param name="AccountName">Of an account that may do everything.</param>
/// <param name="AccessKey">Goes with it.</param>
public sealed record AzuriteServer(Uri ServiceUrl, string AccountName, string AccessKey)
{
    private const string Account = "holdfasttest";
    private static readonly string Key = Convert.ToBase64String(new byte[64]);
    private static readonly Lazy<Task<AzuriteServer>> Shared = new(StartAsync);

    /// <summary>The one server of this process.</summary>
    /// <exception cref="ServerMissingException">It is not installed.</exception>
    public static Task<AzuriteServer> SharedAsync() => Shared.Value;

    private static async Task<AzuriteServer> StartAsync()
    {
        var program = (Unpacked() is var unpacked && File.Exists(unpacked) ? unpacked : ProgramPath.Find("azurite-blob"))
            ?? throw new ServerMissingException("Azurite is not installed: npm install --prefix artifacts/servers azurite");
        var directory = Directory.CreateTempSubdirectory("holdfast-azurite-").FullName;
        var port = FreePort.Take(1)[0];
        // Clients newer than the server are refused otherwise.
        string[] arguments =
        [
            "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry", "--silent", "--blobHost", "127.0.0.1", "--blobPort", $"{port}",
        ];
        _ = GuardedProcess.Start(
            [program, .. arguments], Path.Join(directory, "log"), "KILL", directory, [new("AZURITE_ACCOUNTS", $"{Account}:{Key}")]);
        await FreePort.ListeningAsync(port, Path.Join(directory, "log"));
        var server = new AzuriteServer(new Uri($"http://127.0.0.1:{port}/{Account}"), Account, Key);
        Console.WriteLine($"Azure: started {program} on {server.ServiceUrl}");
        return server;
    }

    private static string Unpacked([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Join(Path.GetDirectoryName(thisFile), "../../../artifacts/servers/node_modules/.bin/azurite-blob"));
}
