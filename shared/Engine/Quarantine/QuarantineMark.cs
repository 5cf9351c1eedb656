using System.Text.Json;
using Holdfast.Engine.Documents;
using Holdfast.Engine.Repositories;

namespace Holdfast.Engine.Quarantine;

/// <summary>Says that a pack was found damaged: nothing new refers to it, and the next backup writes its content anew.</summary>
/// <remarks>A pack has one mark at most: finding it damaged again meets a mark that is there already, which is as good.</remarks>
public sealed record QuarantineMark
{
    /// <summary>Key of the damaged pack.</summary>
    public required string Pack { get; init; }

    /// <summary>What was found, for people.</summary>
    public required string Reason { get; init; }

    public required DateTimeOffset FoundAt { get; init; }

    /// <summary>The key to store it under.</summary>
    public string ObjectKey => ObjectKeys.QuarantineMark(Pack);

    /// <summary>Reads what <see cref="ToJson"/> writes.</summary>
    /// <param name="json">The bytes as they are stored.</param>
    /// <param name="key">The key they are stored under.</param>
    /// <exception cref="RepositoryRefusedException">The mark is damaged or too new.</exception>
    public static QuarantineMark Parse(ReadOnlySpan<byte> json, string key)
    {
        var document = Document.Read(json, key, QuarantineDocument.Kind, QuarantineJson.Documents.QuarantineDocument);
        var mark = new QuarantineMark { Pack = document.Pack, Reason = document.Reason, FoundAt = document.FoundAt };
        return key == mark.ObjectKey && IsPack(mark.Pack) ? mark : throw Document.Damaged(key, $"it is not the mark of '{mark.Pack}'");
    }

    /// <summary>The bytes to store.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Pack"/> is not the key of a pack.</exception>
    public byte[] ToJson() => IsPack(Pack)
        ? JsonSerializer.SerializeToUtf8Bytes(
            new QuarantineDocument { Pack = Pack, Reason = Reason, FoundAt = FoundAt }, QuarantineJson.Documents.QuarantineDocument)
        : throw new InvalidOperationException($"'{Pack}' is not the key of a pack and cannot be put into quarantine.");

    private static bool IsPack(string key) => ObjectKeys.TryParse(key, out var parsed) && parsed.IsPack;
}
