using Holdfast.Settings.Documents;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace Holdfast.Settings.Overrides;

/// <summary>What file, environment and command line of this process say about documents. It comes before what is stored, and never changes.</summary>
public sealed class ProcessOverrides(IConfiguration configuration)
{
    /// <summary>What overrides a field; null when nothing does.</summary>
    public Override? Of(Document document, Field field) =>
        configuration[document.KeyOf(field)] is { } text ? new Override(text, SourceOf(document, field)) : null;

    /// <summary>The options that hold: the process's own over the document's over the defaults.</summary>
    /// <param name="document">Its section is bound.</param>
    /// <param name="values">The document's texts by path; secrets in clear.</param>
    /// <exception cref="InvalidOperationException">A text does not fit its option.</exception>
    public T Bind<T>(Document document, IReadOnlyDictionary<string, string> values)
        where T : class, new()
    {
        var stored = document.Fields.Where(field => values.ContainsKey(field.Path))
            .Select(field => KeyValuePair.Create(document.KeyOf(field), (string?)values[field.Path]));
        var merged = new ConfigurationBuilder().AddInMemoryCollection(stored).AddConfiguration(configuration).Build();
        return merged.GetSection(document.Section).Get<T>() ?? new T();
    }

    private string SourceOf(Document document, Field field)
    {
        var key = document.KeyOf(field);
        if (document.VariableOf(field) is { } variable && Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text && text == configuration[key])
        {
            return $"the environment variable {variable}";
        }

        var provider = (configuration as IConfigurationRoot)?.Providers.LastOrDefault(provider => provider.TryGet(key, out _));
        return provider switch
        {
            EnvironmentVariablesConfigurationProvider => $"the environment variable {key.Replace(":", "__", StringComparison.Ordinal)}",
            CommandLineConfigurationProvider => $"the argument --{key}",
            JsonConfigurationProvider { Source.Path: { } path } => $"the file {path}",
            _ => "the configuration of the process",
        };
    }
}
