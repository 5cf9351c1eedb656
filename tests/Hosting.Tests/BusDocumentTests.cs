using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Operations;
using Holdfast.Contracts.Restores;
using Holdfast.Contracts.Runs;
using MassTransit;
using MassTransit.Serialization;
using Xunit;

namespace Holdfast.Hosting.Tests;

/// <summary>docs/bus.md tells other programs what to send and what they get: it must be what the types are.</summary>
public sealed partial class BusDocumentTests
{
    /// <summary>What only services of Holdfast say to each other, and what is part of a message.</summary>
    private static readonly Type[] NotForOthers = [typeof(BackupVerified), typeof(ComponentStatus), typeof(PreflightFinding)];

    public static TheoryData<string> Sections() => new(Samples().Keys);

    [Fact]
    public void Every_message_for_other_programs_is_told_of()
    {
        var types = typeof(BackupRequested).Assembly.GetExportedTypes().Where(type =>
            type is { IsClass: true, IsAbstract: false } && type.Namespace is { } name
            && (name.EndsWith(".Backups", StringComparison.Ordinal) || name.EndsWith(".Restores", StringComparison.Ordinal) || name.EndsWith(".Operations", StringComparison.Ordinal))
            && !typeof(RunCommand).IsAssignableFrom(type) && !typeof(RunEvent).IsAssignableFrom(type));

        Assert.Equal(types.Except(NotForOthers).Select(Exchange).Order(StringComparer.Ordinal), Samples().Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Sections))]
    public void A_sample_is_what_goes_over_the_wire(string exchange)
    {
        var type = typeof(BackupRequested).Assembly.GetType(exchange.Replace(':', '.'), throwOnError: true)!;
        var sample = JsonNode.Parse(Samples()[exchange])!;

        var message = sample.Deserialize(type, SystemTextJsonMessageSerializer.Options);

        var sent = JsonSerializer.SerializeToNode(message, type, SystemTextJsonMessageSerializer.Options);
        Assert.True(JsonNode.DeepEquals(sample, sent), $"{sample}\nis not\n{sent}");
        Assert.Equal($"urn:message:{exchange}", MessageUrn.ForTypeString(type));
    }

    private static Dictionary<string, string> Samples() =>
        Section().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "bus.md"))).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["json"].Value);

    private static string Exchange(Type type) => $"{type.Namespace}:{type.Name}";

    [GeneratedRegex(@"^### (?<name>\S+)$(?:(?!^#).)*?^```json$(?<json>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();
}
