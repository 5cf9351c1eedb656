using System.Globalization;
using System.Text.Json.Nodes;

namespace Holdfast.Settings.Documents;

/// <summary>Writes documents as JSON.</summary>
public static class DocumentJson
{
    /// <summary>The document with every field, but schedules that are optional and not set; a secret that is set is <see cref="Field.Mask"/>.</summary>
    /// <param name="document">The document.</param>
    /// <param name="textOf">The text of a field, empty when it is not set.</param>
    public static JsonObject Write(Document document, Func<Field, string> textOf)
    {
        var json = new JsonObject();
        foreach (var field in document.Fields.Where(field => field.Kind != FieldKind.OptionalSchedule || textOf(field).Length > 0))
        {
            var names = field.Path.Split('.');
            var parent = json;
            foreach (var name in names.SkipLast(1))
            {
                if (parent[name] is not JsonObject child)
                {
                    parent[name] = child = [];
                }

                parent = child;
            }

            parent[names[^1]] = ValueOf(field, textOf(field));
        }

        return json;
    }

    private static JsonValue ValueOf(Field field, string text) => field.Kind switch
    {
        _ when field.IsSecret => JsonValue.Create(text.Length > 0 ? Field.Mask : ""),
        FieldKind.Flag when bool.TryParse(text, out var flag) => JsonValue.Create(flag),
        FieldKind.Count when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };
}
