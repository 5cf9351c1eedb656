using Holdfast.Settings.Documents;

namespace Holdfast.Api.Documents;

/// <summary>A field that one version of a document changed.</summary>
/// <param name="Field">Its path.</param>
/// <param name="Before">What held before; of a secret never more than that it was set.</param>
/// <param name="After">What holds after, likewise.</param>
internal sealed record DocumentChange(string Field, string Before, string After)
{
    /// <summary>What differs between two versions, in the order of the document's fields.</summary>
    public static IReadOnlyList<DocumentChange> Between(
        Document document, IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
    [
        .. from field in document.Fields
           let was = before.GetValueOrDefault(field.Path)
           let now = after.GetValueOrDefault(field.Path)
           where was != now
           select new DocumentChange(field.Path, Shown(field, was), Shown(field, now)),
    ];

    private static string Shown(Field field, string? text) =>
        field.IsSecret && text is { Length: > 0 } ? Settings.Documents.Field.Mask : text ?? field.Default;
}
