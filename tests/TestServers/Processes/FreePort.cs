using System.Net;
using System.Net.Sockets;

namespace Holdfast.TestServers.Processes;

/// <summary>TCP ports on loopback that nobody used a moment ago.</summary>
public static class FreePort
{
    /// <summary>One.</summary>
    public static int Take() => Take(1)[0];

    /// <summary>So many different ones.</summary>
    public static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Stop());
        return ports;
    }

    /// <summary>Waits until somebody listens there.</summary>
    /// <exception cref="TimeoutException">Nobody does within a minute; the message has the end of the server's log.</exception>
    public static async Task ListeningAsync(int port, string logFile)
    {
        try
        {
            await Conditions.Eventually.TrueAsync(() => AnswersAsync(port), $"a server on port {port}");
        }
        catch (TimeoutException timeout)
        {
            throw new TimeoutException($"{timeout.Message}: {(File.Exists(logFile) ? string.Join('\n', File.ReadLines(logFile).TakeLast(20)) : "no log")}");
        }
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
