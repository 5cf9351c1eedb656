using Holdfast.Standalone.Tests.Processes;
using Holdfast.TestServers.Commands;

namespace Holdfast.Standalone.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public async Task A_volume_comes_back_through_the_command_line()
    {
        using var installation = new Installation();
        installation.Write("repo/HEAD", "ref: refs/heads/main\n");
        await using var standalone = await StandaloneProcess.StartReadyAsync(installation.Configuration);
        Dictionary<string, string> environment = new() { ["HOLDFAST_URL"] = standalone.Address, ["HOLDFAST_API_KEY"] = standalone.PrintedKey! };

        var backup = (await RunAsync("backup", "--wait", "--json")).Lines[^1];
        Assert.Equal(("backup", "Success"), ((string)backup["message_type"]!, (string)backup["status"]!));
        installation.Write("repo/HEAD", "ruined");

        Assert.Equal(0, (await RunAsync("restore", $"{backup["timestamp"]}", "--dry-run")).Status);
        Assert.Equal("ruined", installation.Read("repo/HEAD"));
        Assert.Equal(0, (await RunAsync("restore", $"{backup["timestamp"]}", "--wait")).Status);
        Assert.Equal("ref: refs/heads/main\n", installation.Read("repo/HEAD"));
        Assert.Equal(0, (await RunAsync("undo", "--wait")).Status);
        Assert.Equal("ruined", installation.Read("repo/HEAD"));

        await standalone.StopAsync();
        Assert.Equal(3, (await RunAsync("list")).Status);

        Task<HoldfastCommand.Ended> RunAsync(params string[] arguments) => HoldfastCommand.RunAsync(environment, arguments);
    }
}
