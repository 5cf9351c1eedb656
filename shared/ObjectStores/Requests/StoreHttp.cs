using System.Net.Sockets;

namespace Holdfast.ObjectStores.Requests;

/// <summary>The connections to object stores, shared by all of a process.</summary>
/// <remarks>
/// A connection takes from a request only what the network is ready for. By default the kernel takes megabytes at once; over a slow line
/// a whole part then waits in its buffers while nothing seems to move, and requests that share the line look stalled.
/// </remarks>
internal static class StoreHttp
{
    private const int Tcp = 6;
    private const int NotSentLowWater = 25;

    /// <summary>Bytes that may wait in a connection unsent.</summary>
    private const int MaxUnsent = 128 << 10;

    /// <summary>So that another address of the same name is found in time.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Never disposed of. Without a limit of time for requests: <see cref="IdleWatch"/> ends them.</summary>
    public static HttpClient Client { get; } = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = Lifetime,
            ConnectCallback = ConnectAsync,
        })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (OperatingSystem.IsLinux())
            {
                socket.SetRawSocketOption(Tcp, NotSentLowWater, BitConverter.GetBytes(MaxUnsent));
            }

            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
