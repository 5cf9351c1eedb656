using System.Collections.Concurrent;
using CsCheck;
using Holdfast.Api.Tests.Descriptions;
using Holdfast.Api.Tests.Platform;
using Microsoft.Extensions.Logging;

namespace Holdfast.Api.Tests.Fuzzing;

/// <summary>No call, however wrong, breaks the API: it is answered, in time, and never with 5xx.</summary>
public sealed class FuzzTests
{
    private const int Few = 1_000;
    private const int Many = 30_000;

    /// <summary>What the web server itself answers to what is hardly HTTP.</summary>
    private static readonly HashSet<int> OfTheServer = [400, 404, 405, 408, 411, 413, 414, 415, 417, 431];

    [Fact]
    public async Task Whatever_is_sent_is_answered_and_never_with_5xx()
    {
        await using var server = await ApiServer.StartAsync();
        var api = await DescribedApi.ReadAsync(server);
        var timestamp = await server.BackUpAsync();
        await server.CallAsync($"POST /api/backup/{timestamp}/pin"); // so that it stays for a while
        IReadOnlyList<string> keys = [ApiServer.AdminKey, await server.KeyAsync("admin"), await server.KeyAsync("operator"), await server.KeyAsync("viewer"), "nobody-has-this-key"];
        var answers = new ConcurrentDictionary<(string Operation, int Status), int>();
        var calls = Environment.GetEnvironmentVariable("HOLDFAST_FULL_TESTS") == "1" ? Many : Few;
        var made = Gen.Select(Gen.Int[0, api.Operations.Count - 1], Gen.UInt, (operation, seed) => (operation, seed));

        await made.SampleAsync(
            async one =>
            {
                var operation = api.Operations[one.operation];
                var call = Make(one);
                var answer = await FuzzAnswer.OfAsync(new Uri(server.Address), call, operation.IsStream);
                answers.AddOrUpdate(($"{operation}", answer.Status), 1, (_, count) => count + 1);
                Check(operation, call, answer);
            },
            iter: calls,
            threads: 4,
            print: one => $"{Make(one)}\nLog: {string.Join('\n', server.Log.Of(LogLevel.Error).TakeLast(3))}");

        await server.EndsAsync();
        Assert.Equal(200, (await server.CallAsync("GET /api/backup/list")).Status);
        var reached = answers.Keys.Where(answer => answer.Status is 200 or 201 or 202 or 404 or 409).Select(answer => answer.Operation).Distinct().Count();
        Assert.True(reached > api.Operations.Count * 3 / 4, $"only {reached} operations got past the check of their parameters"); // by chance, so not all of them
        TestContext.Current.SendDiagnosticMessage(string.Join('\n', answers.OrderBy(answer => answer.Key).Select(answer => $"{answer.Value,6} {answer.Key}")));

        FuzzedCall Make((int Operation, uint Seed) one) => new CallMutation(api.Operations[one.Operation], one.Seed, keys, timestamp).Make();
    }

    private static void Check(DescribedApi.Operation operation, FuzzedCall call, FuzzAnswer answer)
    {
        var (status, text) = answer;
        Assert.True(status != 0 || call.Broken || call.Bytes.Length > 64 * 1024, "the connection was closed without an answer");
        Assert.True(status < 500, text);
        var known = call.Elsewhere || operation.Json["responses"]![$"{status}"] is not null || OfTheServer.Contains(status) || status is 0 or 304;
        Assert.True(known, $"{status} is not documented for {call.Operation}: {text}");
        if (status >= 400 && text.Contains("application/json", StringComparison.Ordinal) && !call.Bytes.AsSpan().StartsWith("HEAD "u8))
        {
            Assert.Contains($"{{\"code\":{status},\"message\":\"", text, StringComparison.Ordinal);
        }
    }
}
