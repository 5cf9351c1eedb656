using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Holdfast.Api.Tests.Platform;
using Holdfast.TestServers.Conditions;

namespace Holdfast.Api.Tests;

public class TraceTests
{
    [Fact]
    public async Task A_backup_is_one_trace_from_the_call_over_every_command_to_the_commit()
    {
        var (trace, spans) = (ActivityTraceId.CreateRandom(), new ConcurrentQueue<Activity>());
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "MassTransit" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == trace)
                {
                    spans.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = await ApiServer.StartAsync();
        using var call = new HttpRequestMessage(HttpMethod.Post, "/api/backup") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        call.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ApiServer.AdminKey);
        call.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");

        Assert.Equal(202, (await server.SendAsync(call)).Status);
        await server.EndsAsync();

        string[] expected =
        [
            "Microsoft.AspNetCore.Hosting.HttpRequestIn", "backup-saga receive", "db-dumper receive", "volume-edweb receive", "volume-gitserver receive", "uploader receive",
        ];
        await Eventually.TrueAsync(
            () => expected.Except(spans.Select(span => span.OperationName)).Any() is false,
            "every step is in the trace, which has " + string.Join(", ", spans.Select(span => span.OperationName).Distinct()));
        var known = spans.Select(span => span.SpanId).ToHashSet();
        Assert.All(spans.Where(span => span.OperationName.EndsWith(" receive", StringComparison.Ordinal)), span => Assert.Contains(span.ParentSpanId, known));
    }
}
