using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Hosting.Configuration;

/// <summary>Where settings come from: a JSON file, then a folder of secrets, the environment, the command line; what comes later wins.</summary>
public static class ConfigurationFile
{
    /// <summary>
    /// Reads the file named by <c>--config</c> or <c>HOLDFAST_CONFIG</c>, if any, the files of the folder named by <c>--secrets</c> or
    /// <c>HOLDFAST_SECRETS</c>, if any (<see cref="SecretsFolder"/>), the environment (<c>Platform__Namespace</c>, and
    /// the names of <see cref="EnvironmentNames"/>), and the command line. Call it once, before anything reads a setting.
    /// </summary>
    /// <exception cref="FileNotFoundException">The named file does not exist.</exception>
    /// <exception cref="DirectoryNotFoundException">The named folder does not exist.</exception>
    public static void AddHoldfastConfiguration(this IHostApplicationBuilder builder, string[] args)
    {
        var configuration = builder.Configuration;
        configuration.AddCommandLine(args);
        if (Named("config", "HOLDFAST_CONFIG") is { Length: > 0 } path)
        {
            configuration.AddJsonFile(Path.GetFullPath(path), optional: false, reloadOnChange: false);
        }

        if (Named("secrets", "HOLDFAST_SECRETS") is { Length: > 0 } folder)
        {
            configuration.AddInMemoryCollection(SecretsFolder.Read(Path.GetFullPath(folder)));
        }

        configuration.AddEnvironmentVariables();
        configuration.AddInMemoryCollection(EnvironmentNames.Read(Environment.GetEnvironmentVariable));
        configuration.AddCommandLine(args);

        string? Named(string argument, string variable) =>
            configuration[argument] ?? configuration[variable] ?? Environment.GetEnvironmentVariable(variable);
    }
}
