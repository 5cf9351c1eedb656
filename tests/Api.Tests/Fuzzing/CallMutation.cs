using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Api.Tests.Descriptions;

namespace Holdfast.Api.Tests.Fuzzing;

/// <summary>Makes calls from documented operations: most nearly right, so that they get past the first check, some altogether wrong.</summary>
/// <param name="operation">What the document says of it.</param>
/// <param name="seed">The same seed makes the same call.</param>
/// <param name="keys">Keys that callers have, and some that nobody has.</param>
/// <param name="timestamp">A backup that is there.</param>
internal sealed class CallMutation(DescribedApi.Operation operation, uint seed, IReadOnlyList<string> keys, string timestamp)
{
    private const string ExampleTimestamp = "2023-02-02t16-00-00";
    private const int TooLarge = (64 * 1024) + 1;
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "get", "BREW"];
    private static readonly string[] Types =
    [
        "application/json", "application/json; charset=utf-8", "application/json; charset=utf-16", "application/x-www-form-urlencoded", "text/plain",
        "multipart/form-data; boundary=x", "application/", ";", "",
    ];

    private readonly Random _random = new(unchecked((int)seed));

    public FuzzedCall Make()
    {
        var method = Seldom(10) ? Pick(Methods) : operation.Method;
        var path = Path();
        var elsewhere = method != operation.Method || path.Contains("..", StringComparison.Ordinal) || path.AsSpan().Count('/') != operation.Path.AsSpan().Count('/');
        var head = new StringBuilder($"{method} {path}{Query()} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n");
        Key(head);
        foreach (var header in operation.Parameters.Where(parameter => (string)parameter["in"]! == "header"))
        {
            Header(head, (string)header["name"]!, Seldom(2) ? $"{header["example"]}" : NastyText.Pick(_random));
        }

        if (Seldom(8))
        {
            Header(head, Pick(["Accept", "Origin", "Sec-Fetch-Site", "X-Forwarded-For", "If-None-Match", "Range", "Expect", "Cookie"]), NastyText.Pick(_random));
        }

        var (body, broken) = (Body(), Seldom(30));
        if (body.Length > 0 || broken || Seldom(2))
        {
            Header(head, "Content-Type", Seldom(6) ? Pick(Types) : Types[0]);
            Header(head, "Content-Length", broken ? NastyText.Pick(_random) : body.Length.ToString(CultureInfo.InvariantCulture));
        }

        head.Append("\r\n").Replace(ExampleTimestamp, Seldom(2) ? timestamp : ExampleTimestamp);
        return new FuzzedCall($"{operation}", [.. Encoding.UTF8.GetBytes(head.ToString()), .. body], broken, elsewhere);
    }

    private static void Header(StringBuilder head, string name, string value) =>
        head.Append(CultureInfo.InvariantCulture, $"{name}: {value.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)}\r\n");

    private void Key(StringBuilder head)
    {
        var key = Seldom(5) ? Pick(keys) : keys[0];
        switch (_random.Next(12))
        {
            case 0:
                Header(head, "Cookie", $"prophecy-token={key}");
                break;
            case 1:
                Header(head, "Authorization", $"Bearer {key}");
                break;
            case 2 when Seldom(4):
                break; // no key at all
            default:
                Header(head, "X-Api-Key", key);
                break;
        }
    }

    private string Path()
    {
        var path = operation.Path;
        foreach (var parameter in operation.Parameters.Where(parameter => (string)parameter["in"]! == "path"))
        {
            path = path.Replace($"{{{parameter["name"]}}}", Escaped(Value(parameter)), StringComparison.Ordinal);
        }

        return Seldom(40) ? path + Pick(["/", "//", "/..", "/%2e%2e", "/x", "%00", "%"]) : path;
    }

    private string Query()
    {
        var parts = operation.Parameters.Where(parameter => (string)parameter["in"]! == "query" && !Seldom(3))
            .Select(parameter => $"{parameter["name"]}={Escaped(Value(parameter))}").ToList();
        if (Seldom(10))
        {
            parts.Add(Pick(["=", "&&", "x=1", "timestamp", "timestamp=&timestamp=", "dryRun=true", "%zz=%zz", "a[b]=1"]));
        }

        return parts.Count == 0 ? "" : $"?{string.Join('&', parts)}";
    }

    private string Value(JsonObject parameter) => (parameter["schema"]?["enum"] as JsonArray, _random.Next(3)) switch
    {
        (_, 0) => NastyText.Pick(_random),
        ({ } choices, _) => $"{choices[_random.Next(choices.Count)]}",
        _ => $"{parameter["example"]}",
    };

    /// <summary>Escaped as it should be, or so little that it still is one word.</summary>
    private string Escaped(string text) => Seldom(10)
        ? text.Replace(" ", "%20", StringComparison.Ordinal).Replace("\r", "%0d", StringComparison.Ordinal).Replace("\n", "%0a", StringComparison.Ordinal)
        : Uri.EscapeDataString(text);

    private byte[] Body()
    {
        var examples = operation.Bodies;
        if (Seldom(60))
        {
            return Encoding.ASCII.GetBytes(new string(Pick(["[", " ", "{\"a\":", "0"])[0], Seldom(2) ? TooLarge : TooLarge - 1));
        }

        if (examples.Count == 0 && !Seldom(6))
        {
            return [];
        }

        var json = examples.Count == 0 ? new JsonObject { ["timestamp"] = ExampleTimestamp } : examples[_random.Next(examples.Count)].DeepClone().AsObject();
        if (Seldom(2))
        {
            new JsonMutation(_random).Apply(json);
        }

        var text = Seldom(2) ? json.ToJsonString().Replace(ExampleTimestamp, timestamp, StringComparison.Ordinal) : json.ToJsonString();
        text = Seldom(30) ? text.Replace(":\"", ":\"\\ud800", StringComparison.Ordinal) : text; // half a character
        var bytes = Encoding.UTF8.GetBytes(Seldom(20) ? Pick(["\uFEFF", "// a comment\n", "[", "\0"]) + text + Pick(["", ",", "}", "null"]) : text);
        for (var flips = Seldom(6) ? _random.Next(1, 4) : 0; flips > 0 && bytes.Length > 0; flips--)
        {
            bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
        }

        return Seldom(30) ? bytes[..(bytes.Length / 2)] : bytes;
    }

    private bool Seldom(int times) => _random.Next(times) == 0;

    private T Pick<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];
}
