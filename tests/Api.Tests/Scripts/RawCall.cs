using System.Net.Sockets;
using System.Text;

namespace Holdfast.Api.Tests.Scripts;

/// <summary>Sends the very bytes that curl sends.</summary>
internal static class RawCall
{
    /// <param name="address">Of the server.</param>
    /// <param name="line">Method and path.</param>
    /// <param name="headers">Each ended by a line break, as <c>--header</c> gives them.</param>
    /// <param name="body">What <c>--data-raw</c> gives; null for none.</param>
    /// <returns>The status and the text of the body.</returns>
    public static async Task<(int Status, string Text)> SendAsync(Uri address, string line, string headers, string? body)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var length = body is null ? "" : $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n";
        var request = $"{line} HTTP/1.1\r\nHost: {address.Authority}\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n{headers}{length}Connection: close\r\n\r\n{body}";
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync();
        var split = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var (head, text) = (answer[..split], answer[(split + 4)..]);
        return (int.Parse(head.AsSpan(9, 3), provider: null), head.Contains("chunked", StringComparison.OrdinalIgnoreCase) ? Unchunked(text) : text);
    }

    private static string Unchunked(string text)
    {
        var whole = new StringBuilder();
        while (text.IndexOf("\r\n", StringComparison.Ordinal) is > 0 and var end && Convert.ToInt32(text[..end], 16) is > 0 and var size)
        {
            whole.Append(text.AsSpan(end + 2, size)); // the answers here are ASCII: a character is a byte
            text = text[(end + 4 + size)..];
        }

        return whole.ToString();
    }
}
