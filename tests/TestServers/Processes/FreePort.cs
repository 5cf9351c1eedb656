using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Holdfast.TestServers.Processes;

/// <summary>TCP ports on loopback for servers that are about to start, and may take a while until they listen.</summary>
/// <remarks>
/// From below those that the kernel gives to outgoing connections, of which busy tests make thousands; and never one that another process took
/// here, as long as that runs.
/// </remarks>
public static class FreePort
{
    private const int First = 15000;
    private const int UsualFirstOutgoing = 32768;
    private static readonly ConcurrentBag<FileStream> Claims = [];

    /// <summary>One.</summary>
    public static int Take()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, FirstOutgoing());
            if (IsFree(port) && Claim(port) is { } claim)
            {
                Claims.Add(claim); // until the process ends
                return port;
            }
        }
    }

    /// <summary>So many different ones.</summary>
    public static int[] Take(int count) => [.. Enumerable.Range(0, count).Select(_ => Take())];

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

    private static int FirstOutgoing()
    {
        const string Range = "/proc/sys/net/ipv4/ip_local_port_range";
        var first = File.Exists(Range) ? int.Parse(File.ReadAllText(Range).Split('\t')[0], CultureInfo.InvariantCulture) : UsualFirstOutgoing;
        return first > First ? first : UsualFirstOutgoing;
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>A file that no other process can open; null when one has.</summary>
    private static FileStream? Claim(int port)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"holdfast-test-ports-{Environment.UserName}");
        Directory.CreateDirectory(folder);
        try
        {
            return new FileStream(Path.Combine(folder, port.ToString(CultureInfo.InvariantCulture)), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
