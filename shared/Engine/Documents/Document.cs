using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Engine.Repositories;

namespace Holdfast.Engine.Documents;

/// <summary>The rules that hold for every JSON document of a repository: how it is written, and what makes a reader refuse it.</summary>
internal static class Document
{
    /// <summary>The version of the format that this program writes, and the highest that it reads.</summary>
    public const int Version = 1;

    private static readonly DocumentJson Headers = new(Options());

    /// <summary>
    /// Options for the serializer context of a kind of document: camel case, indented with line feeds, unknown fields ignored,
    /// missing, null and repeated ones refused, text readable for people.
    /// </summary>
    public static JsonSerializerOptions Options() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        Converters = { new InstantConverter(), new ComponentNameConverter() },
    };

    /// <summary>Reads a document after its format, version and features.</summary>
    /// <param name="json">The bytes as they are stored.</param>
    /// <param name="key">The key they are stored under, for messages.</param>
    /// <param name="format">The format the document must name.</param>
    /// <param name="type">How the serializer reads the document.</param>
    /// <exception cref="RepositoryRefusedException">The document is damaged, of another kind, or too new.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json, string key, string format, JsonTypeInfo<T> type)
    {
        var header = Deserialize(json, key, Headers.DocumentHeader);
        if (header.Format != format)
        {
            throw Damaged(key, $"it says that it is '{header.Format}', not '{format}'");
        }

        if (header.Version > Version)
        {
            throw new RepositoryRefusedException(
                RefusalReason.NewerVersion,
                $"'{key}' is in version {header.Version} of the repository format; this program knows versions up to {Version}. Use a newer Holdfast.");
        }

        if (header.Version < 1)
        {
            throw Damaged(key, $"there is no version {header.Version} of the repository format");
        }

        var unknown = header.RequiredFeatures?.Where(feature => !Features.IsKnown(feature)).ToList() ?? [];
        if (unknown.Count > 0)
        {
            throw new RepositoryRefusedException(
                RefusalReason.UnknownFeature,
                $"'{key}' needs what this program does not know: '{string.Join("', '", unknown)}'. Use a newer Holdfast.");
        }

        return Deserialize(json, key, type);
    }

    /// <summary>The refusal of a document that is not what it should be.</summary>
    public static RepositoryRefusedException Damaged(string key, string what, Exception? cause = null) =>
        new(RefusalReason.Damaged, $"'{key}' is not usable: {what}. It is damaged, or not written by Holdfast.", cause);

    private static T Deserialize<T>(ReadOnlySpan<byte> json, string key, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw Damaged(key, "it is empty");
        }
        catch (JsonException e)
        {
            throw Damaged(key, $"it cannot be read as JSON of its kind ({e.Message})", e);
        }
    }
}
