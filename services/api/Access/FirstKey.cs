using Holdfast.State.Database;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Holdfast.Api.Access;

/// <summary>
/// Sees to it that there is an administrator's key before the first call: the one in <c>HOLDFAST_API_KEY</c> or in the file that
/// <c>HOLDFAST_API_KEY_FILE</c> names, else a new one, printed once.
/// </summary>
/// <remarks>
/// A configured key is valid under the name <c>configured</c> as long as it is configured: another one at the next start replaces it.
/// The new one goes to standard output instead of the log, since logs are collected.
/// </remarks>
internal sealed partial class FirstKey(ApiKeys keys, IConfiguration configuration, ILogger<FirstKey> log) : IHostedService
{
    private const string Configured = "configured";
    private readonly ILogger _log = log;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await EnsureAsync(cancellationToken);
        }
        catch (Exception exception) when (TransientErrors.IsTransient(exception))
        {
            AnotherWasFaster(exception); // another process that starts on the same database made the same row
            await EnsureAsync(cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) is { } configured)
        {
            if (configured.Length < KeyText.LeastLength || configured.Any(char.IsWhiteSpace))
            {
                throw new InvalidOperationException(
                    $"The API key in HOLDFAST_API_KEY or HOLDFAST_API_KEY_FILE must have at least {KeyText.LeastLength} characters and no spaces.");
            }

            await keys.SetAsync(Configured, configured, cancellationToken);
        }
        else if (await keys.CreateFirstAsync(cancellationToken) is { } created)
        {
            await Console.Out.WriteLineAsync($"API key (role admin, shown this once): {created}");
        }
    }

    private async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        var (key, file) = (configuration["HOLDFAST_API_KEY"], configuration["HOLDFAST_API_KEY_FILE"]);
        if (!string.IsNullOrEmpty(key))
        {
            return key;
        }

        return string.IsNullOrEmpty(file) ? null : (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
    }

    [LoggerMessage(1, LogLevel.Information, "The first API key is being made by another process too, looking again")]
    private partial void AnotherWasFaster(Exception exception);
}
