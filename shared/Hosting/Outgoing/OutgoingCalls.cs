using System.Net;
using System.Net.Sockets;

namespace Holdfast.Hosting.Outgoing;

/// <summary>
/// Calls URLs that an administrator wrote down: no redirect is followed, no cookie kept, nothing of the answer but its status is read, and the
/// addresses at which clouds tell machines their credentials are not called.
/// </summary>
public sealed class OutgoingCalls : IDisposable
{
    private readonly HttpClient _client;

    public OutgoingCalls() => _client = new HttpClient(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectCallback = ConnectAsync,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Sends, and is content with any status of success.</summary>
    /// <exception cref="CallFailedException">There was another answer, or none in time.</exception>
    public async Task SendAsync(HttpRequestMessage request, TimeSpan limit, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        request.Headers.UserAgent.ParseAdd("Holdfast");
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw new CallFailedException($"it answered with status {(int)response.StatusCode}{((int)response.StatusCode is >= 300 and < 400 ? "; redirects are not followed" : "")}");
            }
        }
        catch (OperationCanceledException exception) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new CallFailedException($"there was no answer within {limit.TotalSeconds:0} seconds", exception);
        }
        catch (HttpRequestException exception)
        {
            throw new CallFailedException(Reason(exception), exception);
        }
    }

    public void Dispose() => _client.Dispose();

    private static string Reason(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "the name of the server is not known",
        HttpRequestError.SecureConnectionError => "no trusted TLS connection could be made",
        HttpRequestError.ConnectionError => exception.InnerException is ForbiddenAddressException forbidden ? forbidden.Message : "no connection could be made",
        _ => exception.InnerException is ForbiddenAddressException forbidden ? forbidden.Message : $"the call failed ({exception.HttpRequestError})",
    };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        if (addresses.Any(ForbiddenAddresses.Has))
        {
            throw new ForbiddenAddressException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class ForbiddenAddressException() : IOException("link-local addresses and those of cloud metadata are not called");
}
