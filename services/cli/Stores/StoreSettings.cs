using System.CommandLine;
using Holdfast.Cli.Running;
using Holdfast.Hosting;
using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Holdfast.Cli.Stores;

/// <summary>Where the store is and what opens it: from options, a configuration file and the environment, as the services read them.</summary>
/// <param name="Store">The section <c>ObjectStore</c>.</param>
/// <param name="Namespace">Whose backups; null where that was not said.</param>
/// <param name="PassphraseFile">Empty where none was named.</param>
internal sealed record StoreSettings(ObjectStoreOptions Store, string? Namespace, string PassphraseFile)
{
    /// <exception cref="UsageException">Something is wrong or missing.</exception>
    public static StoreSettings Read(ParseResult parsed)
    {
        try
        {
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.AddHoldfastConfiguration([.. Arguments(parsed)]);
            builder.AddObjectStoreOptions();
            using var host = builder.Build();
            return new StoreSettings(
                host.Services.GetRequiredService<IOptions<ObjectStoreOptions>>().Value,
                builder.Configuration["Platform:Namespace"],
                builder.Configuration["Encryption:PassphraseFile"] ?? "");
        }
        catch (OptionsValidationException exception)
        {
            throw new UsageException(string.Join("; ", exception.Failures));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or InvalidOperationException)
        {
            throw new UsageException($"the configuration cannot be read: {exception.Message}");
        }
    }

    private static IEnumerable<string> Arguments(ParseResult parsed)
    {
        if (parsed.GetValue(StoreOptions.Config) is { } config)
        {
            yield return $"--config={config}";
        }

        if (parsed.GetValue(StoreOptions.Store) is { } folder)
        {
            yield return "--ObjectStore:locationType=local";
            yield return $"--ObjectStore:localLocation={Path.GetFullPath(folder)}";
        }

        if (parsed.GetValue(StoreOptions.Namespace) is { } name)
        {
            yield return $"--Platform:Namespace={name}";
        }

        if (parsed.GetValue(StoreOptions.PassphraseFile) is { } file)
        {
            yield return $"--Encryption:PassphraseFile={file}";
        }
    }
}
