using System.Text.Json;
using Holdfast.Settings.Documents;
using Holdfast.State.Settings;

namespace Holdfast.Settings.Stored;

/// <summary>A version of a document as it is stored.</summary>
/// <param name="Document">Which.</param>
/// <param name="Version">0 when nobody has written it.</param>
/// <param name="Values">By path the text of each field that is set; secrets are sealed.</param>
public sealed record StoredDocument(Document Document, int Version, IReadOnlyDictionary<string, string> Values)
{
    public static StoredDocument From(Document document, DocumentVersion? row) => row is null
        ? new StoredDocument(document, 0, new Dictionary<string, string>())
        : new StoredDocument(document, row.Version, Parse(row.Values));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string values) => JsonSerializer.Deserialize<Dictionary<string, string>>(values) ?? [];

    public static string Write(IReadOnlyDictionary<string, string> values) =>
        JsonSerializer.Serialize(new SortedDictionary<string, string>(values.ToDictionary(), StringComparer.Ordinal));

    /// <summary>What a sealed secret of a document belongs to.</summary>
    public static string OwnerOf(Document document, Field field) => $"{document.Name}/{field.Path}";
}
