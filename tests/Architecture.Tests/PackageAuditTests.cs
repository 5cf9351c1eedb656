using System.Diagnostics;
using Xunit;

namespace Holdfast.Architecture.Tests;

/// <summary>What <c>eng/audit-packages</c> makes of the answers of <c>dotnet list package</c>.</summary>
public sealed class PackageAuditTests
{
    private const string Vulnerable = """
        {"version":1,"sources":["s"],"projects":[{"path":"a","frameworks":[{"framework":"net10.0","transitivePackages":
        [{"id":"Broken","resolvedVersion":"1.0.0","vulnerabilities":[{"severity":"High","advisoryurl":"advisory-1"}]}]}]}]}
        """;

    private const string Sound = """{"version":1,"sources":["s"],"projects":[{"path":"a"},{"path":"b","frameworks":[{"framework":"net10.0","topLevelPackages":[]}]}]}""";

    [Theory]
    [InlineData(Vulnerable, 0, 1, "Broken 1.0.0: High advisory-1")]
    [InlineData(Sound, 0, 0, "no known vulnerabilities in 2 projects, as far as 1 sources know")]
    [InlineData("""{"version":1,"problems":[{"level":"error","text":"Unable to load the service index for source s"}],"projects":[]}""", 1, 0, "not checked: Unable to load the service index")]
    [InlineData("error: no network", 1, 0, "not checked, the advisories could not be read: error: no network")]
    public async Task A_known_vulnerability_fails_and_unreachable_advisories_do_not(string answer, int status, int expected, string text)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-audit-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Join(folder, "answer"), answer, TestContext.Current.CancellationToken);
            var program = Path.Join(folder, "dotnet");
            await File.WriteAllTextAsync(program, $"#!/bin/sh\ncat '{folder}/answer'\nexit {status}\n", TestContext.Current.CancellationToken);
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var start = new ProcessStartInfo(Path.Join(Sources.Root, "eng", "audit-packages")) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
            using var audit = Process.Start(start)!;
            var said = await audit.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await audit.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await audit.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Contains(text, said);
            Assert.Equal(expected, audit.ExitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
