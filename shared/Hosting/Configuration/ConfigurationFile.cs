using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Hosting.Configuration;

/// <summary>Where settings come from: a JSON file, then the environment, then the command line; what comes later wins.</summary>
public static class ConfigurationFile
{
    /// <summary>
    /// Reads the file named by <c>--config</c> or <c>HOLDFAST_CONFIG</c>, if any, the environment (<c>Platform__Namespace</c>, and
    /// the names of <see cref="EnvironmentNames"/>), and the command line. Call it once, before anything reads a setting.
    /// </summary>
    /// <exception cref="FileNotFoundException">The named file does not exist.</exception>
    public static void AddHoldfastConfiguration(this IHostApplicationBuilder builder, string[] args)
    {
        var configuration = builder.Configuration;
        configuration.AddCommandLine(args);
        var path = configuration["config"] ?? configuration["HOLDFAST_CONFIG"] ?? Environment.GetEnvironmentVariable("HOLDFAST_CONFIG");
        if (!string.IsNullOrEmpty(path))
        {
            configuration.AddJsonFile(Path.GetFullPath(path), optional: false, reloadOnChange: false);
        }

        configuration.AddEnvironmentVariables();
        configuration.AddInMemoryCollection(EnvironmentNames.Read(Environment.GetEnvironmentVariable));
        configuration.AddCommandLine(args);
    }
}
