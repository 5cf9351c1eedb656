using System.Net.Sockets;
using System.Text;

namespace Holdfast.Api.Tests.Fuzzing;

/// <summary>What came back for a call, byte for byte.</summary>
/// <param name="Status">The HTTP status; 0 when the connection was closed without any.</param>
/// <param name="Text">Head and body.</param>
internal sealed record FuzzAnswer(int Status, string Text)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Sends a call and reads until the server closes; of a stream only its head.</summary>
    /// <exception cref="TimeoutException">The server does not come to an end.</exception>
    public static async Task<FuzzAnswer> OfAsync(Uri server, FuzzedCall call, bool stream)
    {
        using var client = new TcpClient();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await client.ConnectAsync(server.Host, server.Port, limit.Token);
            var line = client.GetStream();
            await line.WriteAsync(call.Bytes, limit.Token);
            if (call.Broken)
            {
                client.Client.Shutdown(SocketShutdown.Send); // for the server that is a caller who has gone
            }

            var buffer = new MemoryStream();
            var part = new byte[16 * 1024];
            int read;
            while ((read = await line.ReadAsync(part, limit.Token)) > 0 && !(stream && buffer.Length + read > 0))
            {
                buffer.Write(part, 0, read);
            }

            buffer.Write(part, 0, read);
            return Read(Encoding.UTF8.GetString(buffer.ToArray()));
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"no end within {Limit.TotalSeconds} s");
        }
        catch (IOException)
        {
            return new FuzzAnswer(0, ""); // closed while the call was still being sent
        }
    }

    private static FuzzAnswer Read(string whole)
    {
        var text = whole.StartsWith("HTTP/1.1 100 ", StringComparison.Ordinal) ? whole[(whole.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..] : whole;
        return new FuzzAnswer(text.Length > 12 && int.TryParse(text.AsSpan(9, 3), out var status) ? status : 0, text);
    }
}
