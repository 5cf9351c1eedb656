using Xunit;

namespace Holdfast.TestServers.Processes;

/// <summary>What a test does that wants a server which may not be there.</summary>
public static class ServerOrSkip
{
    /// <summary>Waits for a server, or skips the test and says how to get the server.</summary>
    public static async Task<T> OrSkipAsync<T>(this Task<T> server)
    {
        try
        {
            return await server;
        }
        catch (ServerMissingException missing)
        {
            Assert.Skip(missing.Message);
            throw;
        }
    }
}
