using System.Text.RegularExpressions;
using Holdfast.Contracts.Components;
using Holdfast.Hosting.Configuration;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Platform;

/// <summary>Checks the section <c>Platform</c>. A connection string never gets into a message.</summary>
internal sealed partial class PlatformOptionsValidator : IValidateOptions<PlatformOptions>
{
    public ValidateOptionsResult Validate(string? name, PlatformOptions options) => OptionsRegistration.Result(Problems(options));

    private static IEnumerable<string> Problems(PlatformOptions options)
    {
        if (!NamespacePattern().IsMatch(options.Namespace))
        {
            yield return $"Platform:Namespace '{options.Namespace}' must be 1 to 63 lower-case letters, digits and dashes.";
        }

        foreach (var (index, database) in options.Databases.Index())
        {
            if (!ComponentId.IsName(database.Name))
            {
                yield return $"Platform:Databases:{index}:Name '{database.Name}' is not a name: letters, digits, '.', '-' and '_'.";
            }

            if (string.IsNullOrWhiteSpace(database.ConnectionString))
            {
                yield return $"Platform:Databases:{index}:ConnectionString is empty.";
            }
        }

        foreach (var (index, volume) in options.Volumes.Index())
        {
            if (!ComponentId.IsName(volume.Name))
            {
                yield return $"Platform:Volumes:{index}:Name '{volume.Name}' is not a name: letters, digits, '.', '-' and '_'.";
            }

            if (!Path.IsPathRooted(volume.Path))
            {
                yield return $"Platform:Volumes:{index}:Path '{volume.Path}' is not an absolute path.";
            }
        }

        foreach (var twice in Twice(options.Databases.Select(database => database.Name)))
        {
            yield return $"Platform:Databases has '{twice}' twice.";
        }

        foreach (var twice in Twice(options.Volumes.Select(volume => volume.Name)))
        {
            yield return $"Platform:Volumes has '{twice}' twice.";
        }
    }

    private static IEnumerable<string> Twice(IEnumerable<string> names) =>
        names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key);

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z")]
    private static partial Regex NamespacePattern();
}
