using Holdfast.Hosting.Hooks;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Holdfast.Hosting.Tests.Hooks;

public sealed class HookOptionsTests
{
    [Fact]
    public void Hooks_are_read_from_a_file_or_the_environment()
    {
        var options = Read(new()
        {
            ["Hooks:Lease"] = "00:00:20",
            ["Hooks:Components:0:Component"] = "volume/gitserver",
            ["Hooks:Components:0:Before:Command:0"] = "/usr/bin/git",
            ["Hooks:Components:0:Before:Command:1"] = "gc",
            ["Hooks:Components:0:After:Url"] = "http://gitserver/wake",
            ["Hooks:Components:0:After:Timeout"] = "00:00:05",
            ["Hooks:Components:0:OnError"] = "continue",
        });

        var hook = Assert.Single(options.Components);
        Assert.Equal(TimeSpan.FromSeconds(20), options.Lease);
        Assert.Equal(["/usr/bin/git", "gc"], hook.Before.Command);
        Assert.Equal(("http://gitserver/wake", TimeSpan.FromSeconds(5), "continue"), (hook.After.Url, hook.After.Timeout, hook.OnError));
        Assert.True(new HookOptionsValidator().Validate(null, options).Succeeded);
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        var options = Read(new()
        {
            ["Hooks:Lease"] = "00:00:00",
            ["Hooks:Components:0:Component"] = "gitserver",
            ["Hooks:Components:0:OnError"] = "ignore",
            ["Hooks:Components:0:Before:Url"] = "http://x",
            ["Hooks:Components:0:Before:Command:0"] = "x",
            ["Hooks:Components:0:After:Timeout"] = "02:00:00",
            ["Hooks:Components:1:Component"] = "gitserver",
        });

        var failures = new HookOptionsValidator().Validate(null, options).Failures!.ToList();

        string[] keys =
        [
            "Hooks:Lease", "Hooks:Components names", "Hooks:Components:0:Component", "Hooks:Components:0:OnError",
            "Hooks:Components:0:Before", "Hooks:Components:0:After:Timeout", "Hooks:Components:1:Component",
        ];
        Assert.Equal(keys.Length, failures.Count);
        Assert.All(keys, key => Assert.Contains(failures, failure => failure.StartsWith(key, StringComparison.Ordinal)));
    }

    private static HookOptions Read(Dictionary<string, string?> values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values).Build().GetSection(HookOptions.Section).Get<HookOptions>()!;
}
