using System.Text.Json.Nodes;

namespace Holdfast.Api.Tests.Fuzzing;

/// <summary>Changes a JSON object in one place or a few.</summary>
internal sealed class JsonMutation(Random random)
{
    public void Apply(JsonObject json)
    {
        for (var changes = random.Next(1, 3); changes > 0; changes--)
        {
            ChangeOne(json);
        }
    }

    private void ChangeOne(JsonObject json)
    {
        var names = json.Select(field => field.Key).ToList();
        var name = names.Count > 0 ? names[random.Next(names.Count)] : "";
        switch (random.Next(8))
        {
            case 0 when names.Count > 0:
                json.Remove(name);
                break;
            case 1:
                json[NastyText.Pick(random)] = Value(2);
                break;
            case 2 when names.Count > 0:
                var value = json[name];
                json.Remove(name);
                json[name.ToUpperInvariant()] = value;
                break;
            case 3 when json[name] is JsonObject inner:
                ChangeOne(inner);
                break;
            default:
                json[names.Count > 0 ? name : "timestamp"] = Value(3);
                break;
        }
    }

    private JsonNode? Value(int depth) => random.Next(depth > 0 ? 10 : 7) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.Next(-2, 100_000),
        3 => JsonNode.Parse(new[] { "1e400", "-0.0", "9223372036854775808", "0.1", "2147483648" }[random.Next(5)]),
        4 or 5 or 6 => NastyText.Pick(random),
        7 => new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Value(depth - 1))]),
        8 => new JsonObject { [NastyText.Pick(random)] = Value(depth - 1) },
        _ => Nested(random.Next(1, 40)),
    };

    private static JsonNode Nested(int depth)
    {
        JsonNode node = new JsonArray();
        for (; depth > 0; depth--)
        {
            node = new JsonArray(node);
        }

        return node;
    }
}
