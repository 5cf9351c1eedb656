using Holdfast.Api.Tests.Platform;
using Holdfast.TestServers.Commands;

namespace Holdfast.Api.Tests.Commands;

/// <summary>Runs <c>holdfast</c> against a running API.</summary>
internal sealed class ApiCommands(ApiServer server, string key = ApiServer.AdminKey)
{
    private Dictionary<string, string> Environment => new() { ["HOLDFAST_URL"] = server.Address, ["HOLDFAST_API_KEY"] = key, ["TZ"] = "UTC" };

    public Task<HoldfastCommand.Ended> RunAsync(string arguments, string? input = null) => HoldfastCommand.RunAsync(Environment, arguments.Split(' '), input);

    public HoldfastCommand Start(string arguments) => HoldfastCommand.Start(Environment, arguments.Split(' '));
}
