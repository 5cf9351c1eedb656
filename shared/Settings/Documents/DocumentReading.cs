using System.Globalization;
using System.Text.Json;
using Holdfast.Hosting.Backups;

namespace Holdfast.Settings.Documents;

/// <summary>Reads a document from JSON: the text of each field that is set, and everything that is wrong.</summary>
public sealed class DocumentReading
{
    private const int LongestText = 1000;

    private readonly Document _document;
    private readonly Dictionary<string, string> _values = [];
    private readonly List<FieldProblem> _problems = [];

    private DocumentReading(Document document) => _document = document;

    /// <summary>By path.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    public IReadOnlyList<FieldProblem> Problems => _problems;

    public static DocumentReading Read(Document document, JsonElement json)
    {
        var reading = new DocumentReading(document);
        if (json.ValueKind == JsonValueKind.Object)
        {
            reading.ReadObject(json, "");
        }
        else
        {
            reading.Add(document.Name, "must be a JSON object");
        }

        return reading;
    }

    private void Add(string field, string problem) => _problems.Add(new FieldProblem(field, problem));

    private void ReadObject(JsonElement json, string prefix)
    {
        foreach (var property in json.EnumerateObject())
        {
            var path = prefix + property.Name;
            if (_document.Fields.FirstOrDefault(field => field.Path == path) is { } field)
            {
                ReadField(field, property.Value);
            }
            else if (!_document.Fields.Any(field => field.Path.StartsWith($"{path}.", StringComparison.Ordinal)))
            {
                Add(path, $"{_document.Name} has no such field");
            }
            else if (property.Value.ValueKind == JsonValueKind.Object)
            {
                ReadObject(property.Value, $"{path}.");
            }
            else if (property.Value.ValueKind != JsonValueKind.Null)
            {
                Add(path, "must be a JSON object");
            }
        }
    }

    private void ReadField(Field field, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return; // as if it were not there
        }

        if (TextOf(field, json) is not { } text)
        {
            Add(field.Path, $"must be {Expected(field.Kind)}");
        }
        else if (ProblemOf(field, text) is { } problem)
        {
            Add(field.Path, problem);
        }
        else
        {
            _values[field.Path] = text;
        }
    }

    /// <summary>The value in the one form in which it is stored and compared; null when it is not of the field's kind.</summary>
    private static string? TextOf(Field field, JsonElement json) => (field.Kind, json.ValueKind) switch
    {
        (FieldKind.Flag, JsonValueKind.True) => "true",
        (FieldKind.Flag, JsonValueKind.False) => "false",
        (FieldKind.Flag, JsonValueKind.String) => bool.TryParse(json.GetString(), out var flag) ? (flag ? "true" : "false") : null,
        (FieldKind.Count, JsonValueKind.Number) => json.TryGetInt32(out var number) ? number.ToString(CultureInfo.InvariantCulture) : null,
        (FieldKind.Count, JsonValueKind.String) =>
            int.TryParse(json.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number.ToString(CultureInfo.InvariantCulture)
                : null,
        (FieldKind.Flag or FieldKind.Count, _) => null,
        (_, JsonValueKind.String) => json.GetString(),
        _ => null,
    };

    private static string Expected(FieldKind kind) => kind switch
    {
        FieldKind.Flag => "true or false",
        FieldKind.Count => "a whole number",
        _ => "text",
    };

    /// <summary>What is wrong with the text by itself. A secret is not repeated.</summary>
    private static string? ProblemOf(Field field, string text)
    {
        if (text.Length > LongestText || text.Any(char.IsControl))
        {
            return $"must be one line of at most {LongestText} characters";
        }

        return field.Kind switch
        {
            FieldKind.OptionalSchedule when text.Length == 0 => null,
            FieldKind.Schedule or FieldKind.OptionalSchedule when !CronSchedule.TryParse(text, out _) => $"'{text}' is not {CronSchedule.Expected}",
            FieldKind.Folder when !Path.IsPathRooted(text) => $"'{text}' is not an absolute path",
            FieldKind.Url when text.Length > 0 => UrlProblem(text),
            FieldKind.WebAddress when text.Length > 0 && text != Field.Mask => WebAddressProblem(text),
            _ => null,
        };
    }

    private static string? WebAddressProblem(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) && url is { UserInfo: "", Fragment: "" }
            ? null
            : "is not a URL such as https://example.org/hook, without user, password and '#'";

    private static string? UrlProblem(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            return "is not a URL such as https://s3.example.org";
        }

        return url is { UserInfo: "", Query: "", Fragment: "" } ? null : "must be a URL without user, password, '?' and '#'";
    }
}
