using System.Text.Json.Nodes;
using Holdfast.Api.Tests.Platform;

namespace Holdfast.Api.Tests.Descriptions;

/// <summary>The OpenAPI document of a running API.</summary>
internal sealed class DescribedApi(JsonObject document)
{
    private const string Path = "/openapi/v1.json";

    public JsonObject Document => document;

    /// <summary>All operations: path with placeholders, method in capitals, and what the document says of it.</summary>
    public IReadOnlyList<Operation> Operations { get; } =
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           select new Operation(path.Key, operation.Key.ToUpperInvariant(), operation.Value!.AsObject()),
    ];

    /// <summary>Reads it as anybody can: without a key.</summary>
    public static async Task<DescribedApi> ReadAsync(ApiServer server)
    {
        var answer = await server.CallAsync($"GET {Path}", key: null);
        Assert.Equal((200, "application/json; charset=utf-8"), (answer.Status, answer.ContentType));
        return new DescribedApi(JsonNode.Parse(answer.Text)!.AsObject());
    }

    /// <summary>What a <c>$ref</c> stands for; the node itself when it is none.</summary>
    public JsonObject Resolve(JsonNode node)
    {
        var resolved = node.AsObject();
        while (resolved["$ref"] is { } reference)
        {
            resolved = document["components"]!["schemas"]![((string)reference!).Split('/')[^1]]!.AsObject();
        }

        return resolved;
    }

    /// <summary>A method of a path.</summary>
    internal sealed record Operation(string Path, string Method, JsonObject Json)
    {
        public string Id => (string)Json["operationId"]!;

        public IReadOnlyList<JsonObject> Parameters => [.. (Json["parameters"]?.AsArray() ?? []).Select(parameter => parameter!.AsObject())];

        /// <summary>The examples of the body that it takes.</summary>
        public IReadOnlyList<JsonNode> Bodies =>
            [.. (Json["requestBody"]?["content"]?["application/json"]?["examples"]?.AsObject() ?? []).Select(example => example.Value!["value"]!)];

        /// <summary>Whether it has no end by itself.</summary>
        public bool IsStream => Json["responses"]?["200"]?["content"]?["text/event-stream"] is not null;

        /// <summary>The path with the examples of its parameters, those of the query string included.</summary>
        public string ExamplePath
        {
            get
            {
                var path = Parameters.Where(parameter => (string)parameter["in"]! == "path")
                    .Aggregate(Path, (path, parameter) => path.Replace($"{{{parameter["name"]}}}", Text(parameter), StringComparison.Ordinal));
                var query = Parameters.Where(parameter => (string)parameter["in"]! == "query").Select(parameter => $"{parameter["name"]}={Text(parameter)}").ToList();
                return query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
            }
        }

        public override string ToString() => $"{Method} {Path}";

        private static string Text(JsonObject parameter) => Uri.EscapeDataString($"{parameter["example"]}");
    }
}
