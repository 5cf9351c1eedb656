using System.Text.RegularExpressions;
using Xunit;

namespace Holdfast.Architecture.Tests;

/// <summary>What can be seen of the images and of compose.yaml without a Docker daemon.</summary>
public sealed partial class ContainerTests
{
    private static readonly string[] Services =
        [.. Sources.Files("*.csproj").Where(file => file.EndsWith(".Host.csproj", StringComparison.Ordinal)).Select(file => file.Split('/')[1])];

    private static readonly Dictionary<string, string> Stages = Split(Read("Dockerfile"), Stage());
    private static readonly Dictionary<string, string> Composed = Split(Read("compose.yaml").Split("\nvolumes:\n")[0].Split("\nservices:\n")[1], Service());

    [Fact]
    public void Every_service_has_an_image_and_a_place_in_compose()
    {
        Assert.Equal(5, Services.Length);
        Assert.All([.. Services, "standalone"], service => Assert.Contains($"target: {service} ", Composed[service], StringComparison.Ordinal));
        Assert.All([.. Services, "standalone"], service => Assert.Contains($"ENTRYPOINT [\"./holdfast-{service}\"]", Stages[service], StringComparison.Ordinal));
    }

    [Fact]
    public void No_image_runs_as_root_and_each_says_whether_it_works() => Assert.All([.. Services, "standalone"], service =>
    {
        var whole = Stages[service];
        for (var stage = service; Stages.TryGetValue(Base().Match(Stages[stage]).Groups[1].Value, out var inherited);)
        {
            (stage, whole) = (Base().Match(Stages[stage]).Groups[1].Value, inherited + whole);
        }

        Assert.Equal("1654:1654", User().Matches(whole)[^1].Groups[1].Value);
        Assert.Contains("HEALTHCHECK", whole, StringComparison.Ordinal);
    });

    [Fact]
    public void Every_server_in_compose_has_a_health_check() => Assert.All(
        ["rabbitmq", "state", "platform"], service => Assert.Contains("healthcheck:", Composed[service], StringComparison.Ordinal));

    [Fact]
    public void Every_base_image_has_a_tag_with_a_version_and_can_be_replaced()
    {
        foreach (var file in (string[])["Dockerfile", "compose/store/Dockerfile"])
        {
            foreach (Match image in Argument().Matches(Read(file)))
            {
                Assert.Matches(@"^[a-z0-9./-]+:(\d+|trixie)[a-z0-9.-]*$", image.Groups[1].Value);
            }

            Assert.All(From().Matches(Read(file)), from => Assert.True(from.Value.Contains("${", StringComparison.Ordinal) || Stages.ContainsKey(from.Groups[1].Value), from.Value));
        }

        Assert.All(Default().Matches(Read("compose.yaml")), image => Assert.Matches(@":(\d+|trixie)[a-z0-9.-]*$", image.Groups[1].Value));
    }

    [Fact]
    public void Nothing_forces_a_registry_to_be_asked() => Assert.All(["Dockerfile", "compose.yaml", "compose/store/Dockerfile"], file =>
    {
        Assert.DoesNotContain("# syntax=", Read(file), StringComparison.Ordinal);
        Assert.DoesNotContain("pull_policy", Read(file), StringComparison.Ordinal);
        Assert.DoesNotContain(":latest", Read(file), StringComparison.Ordinal);
    });

    [Fact]
    public void Tests_use_the_servers_that_compose_starts()
    {
        var images = Read("tests/TestServers/Containers/DockerImages.cs");
        Assert.All(
            Default().Matches(Composed["rabbitmq"]), image => Assert.Contains($"RabbitMq = \"{image.Groups[1].Value}\"", images, StringComparison.Ordinal));
    }

    [Fact]
    public void The_broker_lets_workers_keep_a_message_for_a_day() =>
        Assert.Contains("\nconsumer_timeout = 86400000\n", Read("compose/rabbitmq.conf"), StringComparison.Ordinal);

    private static string Read(string file) => File.ReadAllText(Path.Combine(Sources.Root, file));

    /// <summary>The parts of a text, each from a head to the next one, by the name in the head.</summary>
    private static Dictionary<string, string> Split(string text, Regex head)
    {
        var heads = head.Matches(text);
        return heads.Select((match, index) => (Name: match.Groups[1].Value, Text: text[match.Index..(index + 1 < heads.Count ? heads[index + 1].Index : text.Length)]))
            .ToDictionary(part => part.Name, part => part.Text);
    }

    [GeneratedRegex(@"^FROM \S+ AS (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Stage();

    [GeneratedRegex(@"^  ([a-z-]+):$", RegexOptions.Multiline)]
    private static partial Regex Service();

    [GeneratedRegex(@"^FROM (\S+)")]
    private static partial Regex Base();

    [GeneratedRegex(@"^FROM (\S+)", RegexOptions.Multiline)]
    private static partial Regex From();

    [GeneratedRegex(@"^USER (\S+)$", RegexOptions.Multiline)]
    private static partial Regex User();

    [GeneratedRegex(@"^ARG [A-Z0-9_]+_IMAGE=(\S+)$", RegexOptions.Multiline)]
    private static partial Regex Argument();

    [GeneratedRegex(@"\$\{[A-Z0-9_]+_IMAGE:-([^}]+)\}")]
    private static partial Regex Default();
}
