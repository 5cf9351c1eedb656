using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Holdfast.Hosting.Logging;

/// <summary>The log on standard output: one line an entry, times in UTC.</summary>
public static class ConsoleLog
{
    /// <summary>What is said without a word in the configuration: Holdfast's own entries, and of libraries only what is wrong.</summary>
    private static readonly Dictionary<string, string?> Levels = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Holdfast.Api.Access.ApiKeyHandler"] = "Warning",
        ["Logging:LogLevel:MassTransit"] = "Warning",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Error",
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "Critical", // whoever probes has the answer
        ["Logging:LogLevel:System.Net.Http"] = "Warning",
    };

    /// <summary>Replaces the log of the host. Levels can be set as everywhere, in the section <c>Logging:LogLevel</c>.</summary>
    public static void AddHoldfastLog(this IHostApplicationBuilder builder)
    {
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Levels }); // first, so that any setting wins
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss'Z' ";
        });
    }
}
