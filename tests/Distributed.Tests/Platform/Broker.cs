using Holdfast.TestServers.Processes;
using Holdfast.TestServers.RabbitMq;

namespace Holdfast.Distributed.Tests.Platform;

/// <summary>A broker of the test's own, or a skipped test that says why.</summary>
internal static class Broker
{
    public static async Task<RabbitMqServer> StartAsync(bool secure = false)
    {
        try
        {
            return await RabbitMqServer.StartAsync(secure);
        }
        catch (ServerMissingException missing)
        {
            Xunit.Assert.Skip(missing.Message);
            throw;
        }
    }
}
