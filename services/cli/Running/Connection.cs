using System.CommandLine;
using Holdfast.Client;

namespace Holdfast.Cli.Running;

/// <summary>The way to the API: its address and the key, from options or the environment.</summary>
internal sealed class Connection : IDisposable
{
    public const string UsualUrl = "http://127.0.0.1:8080";

    /// <summary>A deletion is waited for by the API itself for more than five minutes.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);

    private readonly HttpClient _http;

    private Connection(Uri address, string key)
    {
        _http = new HttpClient { BaseAddress = address, Timeout = Limit };
        Client = new HoldfastClient(_http, key);
    }

    public HoldfastClient Client { get; }

    /// <exception cref="UsageException">Address or key are missing or cannot be.</exception>
    public static async Task<Connection> OpenAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var url = parsed.GetValue(CommonOptions.Url) ?? Variable("HOLDFAST_URL") ?? UsualUrl;
        if (!Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new UsageException($"--url (or HOLDFAST_URL): '{url}' is not an address such as {UsualUrl}");
        }

        var key = await KeyAsync(parsed.GetValue(CommonOptions.KeyFile), cancellationToken);
        return key.Any(letter => letter is <= ' ' or >= '\u007f')
            ? throw new UsageException("the API key has a character that no key has")
            : new Connection(address, key);
    }

    public void Dispose() => _http.Dispose();

    private static async Task<string> KeyAsync(string? file, CancellationToken cancellationToken)
    {
        file ??= Variable("HOLDFAST_API_KEY") is null ? Variable("HOLDFAST_API_KEY_FILE") : null;
        if (file is null)
        {
            return Variable("HOLDFAST_API_KEY") ?? throw new UsageException("there is no API key: set --key-file, HOLDFAST_API_KEY_FILE or HOLDFAST_API_KEY");
        }

        try
        {
            var text = file == "-" ? await Console.In.ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(file, cancellationToken);
            return text.Trim() is { Length: > 0 } key ? key : throw new UsageException($"the key file {file} is empty");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the key file cannot be read: {exception.Message}");
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value.Trim() : null;
}
