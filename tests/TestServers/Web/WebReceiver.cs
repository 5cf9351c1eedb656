using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Holdfast.TestServers.Web;

/// <summary>A web server on loopback that keeps what it was sent.</summary>
public sealed class WebReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _served;

    private WebReceiver(int port)
    {
        Url = $"http://127.0.0.1:{port}";
        _listener.Prefixes.Add($"{Url}/");
        _listener.Start();
        _served = ServeAsync();
    }

    /// <summary>Without a slash at its end.</summary>
    public string Url { get; }

    /// <summary>Everything that came, in order.</summary>
    public ConcurrentQueue<Call> Calls { get; } = [];

    /// <summary>The status of the answer to a path; 200 by default. One of 300 to 399 leads to <c>/elsewhere</c>.</summary>
    public Func<string, int> Status { get; set; } = _ => 200;

    public static WebReceiver Start()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new WebReceiver(Processes.FreePort.Take());
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                // Somebody else was quicker.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _served;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return; // closed
            }

            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var headers = context.Request.Headers.AllKeys.ToDictionary(name => name!, name => context.Request.Headers[name]!, StringComparer.OrdinalIgnoreCase);
            Calls.Enqueue(new Call(context.Request.HttpMethod, context.Request.RawUrl!, headers, await reader.ReadToEndAsync()));
            context.Response.StatusCode = Status(context.Request.RawUrl!);
            if (context.Response.StatusCode is >= 300 and < 400)
            {
                context.Response.RedirectLocation = $"{Url}/elsewhere";
            }

            try
            {
                context.Response.Close(Encoding.UTF8.GetBytes("an answer that nobody is to see"), willBlock: false);
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // The caller has what he wanted and is gone, or this server is.
            }
        }
    }

    /// <summary>A call as it came.</summary>
    public sealed record Call(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);
}
