using System.Diagnostics;
using System.Text.Json.Nodes;
using Holdfast.Sample.Platform;
using Holdfast.TestServers.Containers;
using Holdfast.TestServers.Sources;

namespace Holdfast.EndToEnd.Tests.Containers;

/// <summary>Docker's client program, in the folder of compose.yaml.</summary>
internal static class Docker
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Skips the test, and says why, unless everything can be built and started here.</summary>
    public static async Task NeedAsync()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("HOLDFAST_FULL_TESTS") == "1", "the images of all services are built and started, which takes minutes: set HOLDFAST_FULL_TESTS=1");
        var daemon = await DockerDaemon.ThisAsync();
        var missing = await MissingAsync(daemon);
        Assert.SkipWhen(missing is not null, $"the images cannot be built and started here: {missing}");
    }

    /// <summary>Runs <c>docker</c> and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has its error output.</exception>
    public static Task<string> RunAsync(params string[] arguments) => RunAsync([], arguments);

    /// <param name="variables">Further ones of its environment.</param>
    public static async Task<string> RunAsync(KeyValuePair<string, string>[] variables, params string[] arguments)
    {
        var start = new ProcessStartInfo("docker", arguments) { WorkingDirectory = SourceFolder.Root };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(Limit);
        return await Shell.RunAsync(start, limit.Token);
    }

    private static async Task<string?> MissingAsync(DockerDaemon daemon)
    {
        if (daemon.Endpoint.Scheme != "unix")
        {
            return $"the containers' ports would be on the machine of {daemon.Endpoint}";
        }

        if (daemon.Silence is { } silence)
        {
            return silence;
        }

        JsonNode composed;
        try
        {
            composed = JsonNode.Parse(await RunAsync("compose", "config", "--format", "json"))!;
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return $"'docker compose' of version 2 is needed ({exception.Message})";
        }

        foreach (var image in BaseImages(composed))
        {
            if (await daemon.LacksAsync(image, patiently: true) is { } reason)
            {
                return reason;
            }
        }

        return null;
    }

    /// <summary>What services are built from or run as.</summary>
    private static IEnumerable<string> BaseImages(JsonNode composed) => composed["services"]!.AsObject()
        .SelectMany(service => service.Value!["build"]?["args"]?.AsObject().Where(argument => argument.Key.EndsWith("_IMAGE", StringComparison.Ordinal)).Select(argument => $"{argument.Value}") ?? [$"{service.Value["image"]}"])
        .Distinct();
}
