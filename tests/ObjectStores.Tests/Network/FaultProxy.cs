using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Holdfast.ObjectStores.Tests.Network;

/// <summary>A TCP proxy before a server that can cut, stall and answer in the server's place.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _server;
    private readonly Task _accepting;
    private int _errors;
    private int _errorStatus;

    public FaultProxy(Uri server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect to, with the path of the server's URL.</summary>
    public Uri Url => new UriBuilder(_server) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;

    /// <summary>Bytes from the server after which a connection is cut; null for none.</summary>
    public long? CutAnswersAfter { get; set; }

    /// <summary>Bytes from the client after which a connection is cut; null for none.</summary>
    public long? CutRequestsAfter { get; set; }

    /// <summary>Bytes from the server after which nothing more comes; null for none.</summary>
    public long? StallAnswersAfter { get; set; }

    /// <summary>How often a fault has happened.</summary>
    public int Faults { get; private set; }

    /// <summary>The next requests on new connections are answered with an error.</summary>
    public void Fail(int requests, int status) => (_errors, _errorStatus) = (requests, status);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
    }

    private async Task ServeAsync(TcpClient accepted)
    {
        using var client = accepted;
        using var server = new TcpClient();
        try
        {
            if (Interlocked.Decrement(ref _errors) >= 0)
            {
                Faults++;
                await RefuseAsync(client.GetStream());
                return;
            }

            await server.ConnectAsync(_server.Host, _server.Port, _stop.Token);
            await Task.WhenAny(
                CopyAsync(client.GetStream(), server.GetStream(), () => CutRequestsAfter, () => null),
                CopyAsync(server.GetStream(), client.GetStream(), () => CutAnswersAfter, () => StallAnswersAfter));
        }
        catch (Exception end) when (end is IOException or SocketException or OperationCanceledException)
        {
            // One side is gone: so is the connection.
        }
    }

    private async Task RefuseAsync(NetworkStream client)
    {
        _ = await client.ReadAsync(new byte[1 << 16], _stop.Token);
        await client.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {_errorStatus} Failed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), _stop.Token);
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, Func<long?> cut, Func<long?> stall)
    {
        var buffer = new byte[1 << 14];
        var moved = 0L;
        while (await from.ReadAsync(buffer, _stop.Token) is var read and > 0)
        {
            moved += read;
            if (moved > cut())
            {
                Faults++;
                return;
            }

            if (moved > stall())
            {
                Faults++;
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
            }

            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}
