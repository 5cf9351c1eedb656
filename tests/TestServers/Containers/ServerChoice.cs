namespace Holdfast.TestServers.Containers;

/// <summary>Chooses between containers and installed programs, and says why.</summary>
internal static class ServerChoice
{
    private const string Variable = "HOLDFAST_TEST_SERVERS";

    /// <summary>What <c>HOLDFAST_TEST_SERVERS</c> says: <c>containers</c> or <c>packages</c>, to take servers from there only.</summary>
    public static ServerSource Source => Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => ServerSource.Any,
        "containers" => ServerSource.Containers,
        "packages" => ServerSource.Packages,
        var other => throw new InvalidOperationException($"{Variable} is '{other}'; it may be 'containers' or 'packages', or not set."),
    };

    /// <summary>The daemon that is to run a server; null when installed programs are to.</summary>
    /// <exception cref="InvalidOperationException">It must be a container and cannot.</exception>
    public static async Task<DockerDaemon?> DaemonForAsync(string server, string image)
    {
        if (Source == ServerSource.Packages)
        {
            return null;
        }

        var docker = await DockerDaemon.ThisAsync();
        if (await docker.LacksAsync(image, patiently: Source == ServerSource.Containers) is not { } reason)
        {
            return docker;
        }

        if (Source == ServerSource.Containers)
        {
            throw new InvalidOperationException($"{Variable} is 'containers', but there is no {server}: {reason}.");
        }

        Console.WriteLine($"{server}: {reason}; installed programs are taken");
        return null;
    }
}
