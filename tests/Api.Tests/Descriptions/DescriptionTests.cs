using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Holdfast.Api.Tests.Platform;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Api.Tests.Descriptions;

/// <summary>The OpenAPI document says what is there, all of it, and does not change unnoticed.</summary>
public sealed partial class DescriptionTests(DescribedServer described) : IClassFixture<DescribedServer>
{
    private const string Renewal = "HOLDFAST_RENEW_SNAPSHOTS";

    [Fact]
    public async Task The_document_is_the_one_that_was_agreed_on()
    {
        var text = described.Api.Document.ToString() + "\n";

        if (Environment.GetEnvironmentVariable(Renewal) == "1")
        {
            await File.WriteAllTextAsync(SnapshotFile(), text);
        }

        var agreed = File.Exists(SnapshotFile()) ? await File.ReadAllTextAsync(SnapshotFile()) : "";
        Assert.True(agreed == text, Difference(agreed, text));
    }

    [Fact]
    public void Every_endpoint_is_in_the_document_and_the_document_has_no_other()
    {
        var (server, api) = (described.Server, described.Api);

        var mapped = server.Endpoints.Select(endpoint => (
                Path: "/" + WithoutConstraints().Replace(endpoint.RoutePattern.RawText!.Trim('/'), "}"),
                Methods: endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]))
            .Where(call => call.Path != "/" && !call.Path.StartsWith("/ui/", StringComparison.Ordinal))
            .Where(call => !call.Path.StartsWith("/docs", StringComparison.Ordinal) && !call.Path.StartsWith("/openapi/", StringComparison.Ordinal))
            .SelectMany(call => call.Methods.Select(method => $"{method} {call.Path}")).Order().ToList();

        Assert.NotEmpty(mapped);
        Assert.Equal(mapped, api.Operations.Select(operation => $"{operation}").Order());
        Assert.All(api.Operations, operation => Assert.False(string.IsNullOrEmpty((string?)operation.Json["summary"]), $"{operation} is not described: add .Describe(…) where it is mapped"));
        Assert.Equal(api.Operations.Count, api.Operations.Select(operation => operation.Id).Distinct().Count());
    }

    [Fact]
    public async Task Every_call_answers_its_example_with_a_status_that_the_document_has()
    {
        var (server, api) = (described.Server, described.Api);
        foreach (var operation in api.Operations.Where(operation => !operation.IsStream))
        {
            foreach (var body in operation.Bodies.Select(body => body.ToJsonString()).Append(null))
            {
                var answer = await server.CallAsync($"{operation.Method} {operation.ExamplePath}", body);

                Assert.True(operation.Json["responses"]![$"{answer.Status}"] is not null, $"{operation} {body} was answered with {answer.Status} {answer.Text}");
                Assert.True(answer.Status is < 500 and not 405 and not 415, $"{operation} {body} was answered with {answer.Status} {answer.Text}");
                if (JsonOf(answer) is { } json && operation.Json["responses"]![$"{answer.Status}"]!["content"]?["application/json"]?["schema"] is { } schema)
                {
                    AssertFits(api, json, schema, $"{operation} {answer.Status}");
                }
            }

            await server.EndsAsync();
        }
    }

    [Fact]
    public void Examples_are_what_their_schemas_say()
    {
        var api = described.Api;
        var checkedExamples = 0;
        foreach (var operation in api.Operations)
        {
            var contents = operation.Json["responses"]!.AsObject().Select(response => response.Value!["content"]).Append(operation.Json["requestBody"]?["content"]);
            foreach (var content in contents.Select(content => content?["application/json"]))
            {
                foreach (var (name, example) in content?["examples"]?.AsObject() ?? [])
                {
                    if (content!["schema"] is { } schema && !(name == "ongoing" && example!["value"]!.AsObject().Count == 1))
                    {
                        AssertFits(api, example!["value"]!, schema, $"{operation} example {name}");
                        checkedExamples++;
                    }
                }
            }
        }

        Assert.True(checkedExamples > 100, $"only {checkedExamples} examples");
    }

    [Fact]
    public async Task What_needs_no_key_says_so_and_nothing_else_does()
    {
        var (server, api) = (described.Server, described.Api);
        foreach (var operation in api.Operations)
        {
            var open = operation.Json["security"] is JsonArray { Count: 0 };

            var answer = await server.CallAsync($"{operation.Method} {operation.ExamplePath}", key: null);

            Assert.True(open == (answer.Status != 401), $"{operation} without a key was answered with {answer.Status}");
        }
    }

    [Fact]
    public async Task The_page_is_readable_without_a_key_and_loads_nothing_from_elsewhere()
    {
        var server = described.Server;
        using var response = await server.Client.GetAsync("/docs/");
        var page = await response.Content.ReadAsStringAsync();

        Assert.Equal(200, (int)response.StatusCode);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self' 'nonce-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("=\"//", page, StringComparison.Ordinal);
        foreach (var script in ScriptPattern().Matches(page).Select(match => match.Groups[1].Value).Append("../openapi/v1.json"))
        {
            Assert.Equal(200, (await server.CallAsync($"GET {new Uri(new Uri("http://x/docs/"), script).AbsolutePath}", key: null)).Status);
        }
    }

    private static JsonNode? JsonOf(ApiServer.Answer answer) =>
        answer.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true ? JsonNode.Parse(answer.Text) : null;

    /// <summary>That objects have all fields that are required and none that is unknown, all the way down.</summary>
    private static void AssertFits(DescribedApi api, JsonNode json, JsonNode reference, string where)
    {
        var schema = api.Resolve(reference);
        if ((schema["anyOf"] ?? schema["oneOf"]) is JsonArray choices)
        {
            var fitting = choices.Where(choice => (string?)choice!["type"] != "null")
                .Any(choice => Record.Exception(() => AssertFits(api, json, choice!, where)) is null);
            Assert.True(fitting, $"{where}: {json.ToJsonString()} is none of the choices");
        }
        else if (json is JsonArray array)
        {
            Assert.All(array, item => AssertFits(api, item!, schema["items"] ?? new JsonObject(), where));
        }
        else if (json is JsonObject fields && schema["properties"] is JsonObject properties)
        {
            var required = (schema["required"]?.AsArray() ?? []).Select(name => (string)name!);
            Assert.True(required.All(fields.ContainsKey), $"{where}: {json.ToJsonString()} lacks one of {string.Join(' ', required)}");
            foreach (var (name, value) in fields)
            {
                Assert.True(properties.ContainsKey(name) || schema["additionalProperties"] is JsonObject, $"{where}: no field {name} in the schema");
                AssertFits(api, value!, properties[name]!, where);
            }
        }
        else if (json is JsonObject map && schema["additionalProperties"] is JsonObject values)
        {
            Assert.All(map, entry => AssertFits(api, entry.Value!, values, where));
        }
    }

    private static string Difference(string agreed, string text)
    {
        var (old, now) = (agreed.Split('\n'), text.Split('\n'));
        var line = Enumerable.Range(0, Math.Min(old.Length, now.Length)).FirstOrDefault(line => old[line] != now[line], Math.Min(old.Length, now.Length) - 1);
        return $"The OpenAPI document differs from {SnapshotFile()} from line {line + 1} on: '{old[line].Trim()}' was agreed on, '{now[line].Trim()}' is there now. "
            + $"If clients can live with the change, run this test once with {Renewal}=1 and commit the file.";
    }

    private static string SnapshotFile([CallerFilePath] string thisFile = "") => Path.Combine(Path.GetDirectoryName(thisFile)!, "openapi.v1.json");

    [GeneratedRegex(@"[:?][^}]*}")]
    private static partial Regex WithoutConstraints();

    [GeneratedRegex("(?:src=\"|from ')([^\"']+)")]
    private static partial Regex ScriptPattern();
}
