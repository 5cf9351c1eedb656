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

    /// <summary>Starts a server in a container, where that is possible and wanted.</summary>
    /// <param name="start">Starts it; the image is there.</param>
    /// <returns>Null when installed programs are to be taken, which is said.</returns>
    /// <exception cref="InvalidOperationException">It must be a container and cannot.</exception>
    public static async Task<T?> StartAsync<T>(string server, string image, Func<DockerDaemon, Task<T>> start)
        where T : class
    {
        if (Source == ServerSource.Packages)
        {
            return null;
        }

        var docker = await DockerDaemon.ThisAsync();
        var reason = await docker.LacksAsync(image, patiently: Source == ServerSource.Containers);
        if (reason is null)
        {
            try
            {
                return await start(docker);
            }
            catch (Exception exception) when (Source == ServerSource.Any && exception is not OperationCanceledException)
            {
                reason = $"a container of {image} does not start: {exception.Message}";
            }
        }

        if (Source == ServerSource.Containers)
        {
            throw new InvalidOperationException($"{Variable} is 'containers', but there is no {server}: {reason}.");
        }

        Console.WriteLine($"{server}: {reason}; installed programs are taken");
        return null;
    }
}
