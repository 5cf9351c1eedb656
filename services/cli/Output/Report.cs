using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Holdfast.Cli.Output;

/// <summary>Where the answer of a command goes: text for people, or JSON for scripts, on standard output; trouble on standard error.</summary>
internal sealed class Report(bool json, TextWriter output, TextWriter errors)
{
    private const string MessageType = "message_type";

    private static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // never in a page
    };

    private static readonly JsonSerializerOptions Indented = new(Compact) { WriteIndented = true };

    public bool IsJson => json;

    /// <summary>One thing.</summary>
    /// <param name="type">Its <c>message_type</c>.</param>
    /// <param name="value">For scripts.</param>
    /// <param name="text">For people.</param>
    public void Say(string type, object value, string text) => output.WriteLine(json ? Line(type, value) : text);

    /// <summary>Many things of a kind, in a table for people.</summary>
    public void Say<T>(string type, IReadOnlyCollection<T> values, Table<T> table, string none)
        where T : notnull
    {
        if (json)
        {
            foreach (var value in values)
            {
                output.WriteLine(Line(type, value));
            }
        }
        else
        {
            output.WriteLine(values.Count == 0 ? none : table.Text(values));
        }
    }

    /// <summary>A JSON document, readable by people too.</summary>
    public void SayDocument(string type, JsonObject document) => output.WriteLine(json ? Line(type, document) : document.ToJsonString(Indented));

    /// <summary>Something for people only, beside the answer.</summary>
    public void Note(string text)
    {
        if (!json)
        {
            errors.WriteLine(text);
        }
    }

    /// <summary>Why the command ends as it does.</summary>
    /// <returns>The exit status.</returns>
    public int Problem(string text, int exitStatus, int? code = null)
    {
        errors.WriteLine(json ? Line("error", new { Code = code, ExitStatus = exitStatus, Message = text }) : $"holdfast: {text}");
        return exitStatus;
    }

    private static string Line(string type, object value)
    {
        var line = new JsonObject { [MessageType] = type };
        foreach (var (name, field) in JsonSerializer.SerializeToNode(value, value.GetType(), Compact)!.AsObject())
        {
            line[name] = field?.DeepClone();
        }

        return line.ToJsonString(Compact);
    }
}
