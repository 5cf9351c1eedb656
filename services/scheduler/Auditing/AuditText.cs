using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.State.Access;

namespace Holdfast.Scheduler.Auditing;

/// <summary>Entries as JSON lines, with the same fields as the API's export. The same entries always give the same text.</summary>
internal static class AuditText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(IEnumerable<AuditEntry> entries)
    {
        using var lines = new MemoryStream();
        foreach (var entry in entries)
        {
            using (var json = new Utf8JsonWriter(lines, Options))
            {
                Write(json, entry);
            }

            lines.WriteByte((byte)'\n');
        }

        return Encoding.UTF8.GetString(lines.ToArray());
    }

    private static void Write(Utf8JsonWriter json, AuditEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("at", entry.At.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("actor", entry.Actor);
        Optional("from", entry.From);
        json.WriteString("action", entry.Action);
        Optional("target", entry.Target);
        json.WriteString("outcome", entry.Outcome);
        json.WriteEndObject();

        void Optional(string name, string? text)
        {
            if (text is not null)
            {
                json.WriteString(name, text);
            }
        }
    }
}
