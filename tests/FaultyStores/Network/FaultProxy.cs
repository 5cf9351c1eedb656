using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using Holdfast.ObjectStores.Throttling;

namespace Holdfast.FaultyStores.Network;

/// <summary>A TCP proxy before a server that can be slow, cut, stall, lose answers and answer in the server's place.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private const int SocketBuffer = 1 << 16;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _server;
    private readonly Task _accepting;
    private readonly ConcurrentDictionary<TcpClient, TcpClient> _open = new();
    private volatile TaskCompletionSource? _thawed;
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

    /// <summary>Bytes from the client after which nothing more goes on; null for none.</summary>
    public long? StallRequestsAfter { get; set; }

    /// <summary>Answers to requests that contain this text never arrive: the connection is cut when the server has answered. Null for none.</summary>
    public string? LoseAnswersTo { get; set; }

    /// <summary>Requests that contain this text do not reach the server, and are answered with the status; null for none.</summary>
    public (string Text, int Status)? Refuse { get; set; }

    /// <summary>The byte from the client, counted in each connection, that arrives with a flipped bit; null for none.</summary>
    public long? FlipInRequests { get; set; }

    /// <summary>A line of so many bytes a second in each direction, which all connections share.</summary>
    public (Pace Up, Pace Down)? Line { get; set; }

    /// <summary>Called at each fault: a test that wants just one ends it here.</summary>
    public Action? Happened { get; set; }

    /// <summary>How often a fault has happened.</summary>
    public int Faults { get; private set; }

    /// <summary>How many connections clients have made.</summary>
    public int Connections { get; private set; }

    /// <summary>From now on the line is as it should be. Connections that a fault has hit stay as they are.</summary>
    public void Heal()
    {
        (CutAnswersAfter, CutRequestsAfter, StallAnswersAfter, StallRequestsAfter) = (null, null, null, null);
        (LoseAnswersTo, FlipInRequests, Line, Refuse, Happened) = (null, null, null, null, null);
        Fail(0, 0);
    }

    /// <summary>Ends all connections, so that what is counted in each begins anew; what a client keeps for its next request is closed when this returns.</summary>
    public void HangUp()
    {
        foreach (var (client, server) in _open)
        {
            client.Dispose();
            server.Dispose();
        }
    }

    /// <summary>As if the cable were pulled: connections stay, new ones begin, and nothing goes through, until <see cref="Thaw"/>.</summary>
    public void Freeze() => _thawed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was sent meanwhile arrives, where both sides still wait for it.</summary>
    public void Thaw()
    {
        _thawed?.SetResult();
        _thawed = null;
    }

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
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            Connections++;
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient accepted)
    {
        using var client = accepted;
        // As a line would have it, and not megabytes of the kernel's.
        using var server = new TcpClient();
        client.ReceiveBufferSize = SocketBuffer;
        _open[client] = server;
        try
        {
            if (Interlocked.Decrement(ref _errors) >= 0)
            {
                Happen();
                _ = await client.GetStream().ReadAsync(new byte[1 << 16], _stop.Token);
                await AnswerAsync(client.GetStream(), _errorStatus);
                return;
            }

            await ThawedAsync();
            await server.ConnectAsync(_server.Host, _server.Port, _stop.Token);
            var lost = new StrongBox<bool>();
            await Task.WhenAny(
                CopyAsync(client.GetStream(), server.GetStream(), line => line.Up, () => CutRequestsAfter, () => StallRequestsAfter, lost, isAnswer: false),
                CopyAsync(server.GetStream(), client.GetStream(), line => line.Down, () => CutAnswersAfter, () => StallAnswersAfter, lost, isAnswer: true));
        }
        catch (Exception end) when (end is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone: so is the connection.
        }
        finally
        {
            _open.TryRemove(client, out _);
        }
    }

    private Task AnswerAsync(NetworkStream client, int status) => client.WriteAsync(
        Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Failed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), _stop.Token).AsTask();

    private async Task CopyAsync(
        NetworkStream from,
        NetworkStream to,
        Func<(Pace Up, Pace Down), Pace> direction,
        Func<long?> cut,
        Func<long?> stall,
        StrongBox<bool> lost,
        bool isAnswer)
    {
        var buffer = new byte[1 << 14];
        var moved = 0L;
        while (await from.ReadAsync(buffer, _stop.Token) is var read and > 0)
        {
            moved += read;
            var sent = isAnswer || (LoseAnswersTo is null && Refuse is null) ? "" : Encoding.ASCII.GetString(buffer, 0, read);
            lost.Value |= LoseAnswersTo is { } text && sent.Contains(text, StringComparison.Ordinal);
            if (Refuse is { } refused && sent.Contains(refused.Text, StringComparison.Ordinal))
            {
                Happen();
                await AnswerAsync(from, refused.Status);
                return;
            }

            if (moved > cut() || (isAnswer && lost.Value))
            {
                Happen();
                return;
            }

            if (moved > stall())
            {
                Happen();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
            }

            if (!isAnswer && FlipInRequests is { } at && at >= moved - read && at < moved)
            {
                buffer[at - (moved - read)] ^= 1;
                Happen();
            }

            if (Line is { } line)
            {
                await direction(line).TakeAsync(read, _stop.Token);
            }

            await ThawedAsync();
            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }

    private Task ThawedAsync() => _thawed?.Task.WaitAsync(_stop.Token) ?? Task.CompletedTask;

    private void Happen()
    {
        Faults++;
        Happened?.Invoke();
    }
}
