using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Distributed.Tests.Platform;
using Holdfast.Sample.Platform;

namespace Holdfast.Distributed.Tests.Bus;

/// <summary>What the api tells of the broker's queues.</summary>
[Collection(SharedHoldfast.Name)]
public sealed partial class QueueMetricsTests(SharedHoldfast shared)
{
    private const string Queue = "volume-v2";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_queue_is_told_with_who_serves_it_and_what_could_not_be_read()
    {
        await using var program = await AmqpProgram.ConnectAsync(shared.Broker.Address);
        var errors = await program.WaitingInAsync($"{Queue}_error");
        await program.SendAsync(Queue, "{ this is not JSON");

        var text = await Waiting.ForAsync<string>(
            "the message, and somebody at each queue, in the metrics", // another test may just have cut or restarted a service
            TimeSpan.FromMinutes(1),
            async () => await ScrapeAsync() is { } scrape
                && Values(scrape, "holdfast_error_queue_messages").GetValueOrDefault($"{Queue}_error") == errors + 1
                && Values(scrape, "holdfast_queue_consumers").Values.All(consumers => consumers >= 1) ? scrape : null,
            Token);
        await program.PurgeAsync($"{Queue}_error");

        var consumers = Values(text, "holdfast_queue_consumers");
        Assert.Equal(0, Values(text, "holdfast_queue_messages")[Queue]);
        Assert.Contains("holdfast_broker_readable{", text, StringComparison.Ordinal);
        if (shared.Broker.IsPrivate)
        {
            Assert.Equal(
                (await shared.Broker.DurableQueuesAsync()).Where(name => !name.EndsWith("_error", StringComparison.Ordinal)).Order(),
                consumers.Keys.Order());
        }
    }

    private static Dictionary<string, double> Values(string scrape, string metric) => LinePattern().Matches(scrape)
        .Where(line => line.Groups["name"].Value == metric && line.Groups["labels"].Value.Contains("namespace=\"app\"", StringComparison.Ordinal))
        .ToDictionary(line => line.Groups["queue"].Value, line => double.Parse(line.Groups["value"].Value, CultureInfo.InvariantCulture));

    private Task<string> ScrapeAsync() => shared.Holdfast.Api.TextAsync("/metrics", Token);

    [GeneratedRegex("""^(?<name>\w+)\{(?<labels>[^}]*queue="(?<queue>[^"]+)"[^}]*)\} (?<value>\S+)""", RegexOptions.Multiline)]
    private static partial Regex LinePattern();
}
