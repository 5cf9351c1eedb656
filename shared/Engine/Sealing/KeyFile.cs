using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Engine.Documents;
using Holdfast.Engine.Repositories;

namespace Holdfast.Engine.Sealing;

/// <summary>A data key wrapped so that one secret opens it: an object under <c>keys/</c>. Without that secret it gives nothing away.</summary>
/// <remarks>Repository, id, data key and the data key's age are authenticated, so that none can be exchanged unnoticed.</remarks>
public sealed class KeyFile
{
    private readonly KeyFileDocument _document;

    private KeyFile(KeyFileDocument document, DateTimeOffset dataKeyCreatedAt) =>
        (_document, DataKeyCreatedAt) = (document, dataKeyCreatedAt);

    /// <summary>16 hexadecimal digits, this key file's own.</summary>
    public string Id => _document.Id;

    /// <summary>The repository that it belongs to.</summary>
    public string RepositoryId => _document.Repository;

    /// <summary>Id of the data key inside.</summary>
    public string DataKeyId => _document.DataKey;

    /// <summary>When the data key inside was made, as the file says; trusted only once it has been opened.</summary>
    public DateTimeOffset DataKeyCreatedAt { get; }

    /// <summary>When this key file was made.</summary>
    public DateTimeOffset CreatedAt => _document.Created;

    /// <summary>For people, such as who keeps the secret.</summary>
    public string? Label => _document.Label;

    /// <summary>The key to store it under.</summary>
    public string ObjectKey => ObjectKeys.KeyFile(Id);

    /// <summary>Wraps a data key so that <paramref name="secret"/> opens it. The same data key may be wrapped for several secrets.</summary>
    public static KeyFile Create(string repositoryId, DataKey dataKey, KeySecret secret, string? label, TimeProvider time) => Create(
        repositoryId,
        dataKey,
        secret,
        label,
        time.GetUtcNow(),
        RandomNumberGenerator.GetHexString(16, lowercase: true),
        RandomNumberGenerator.GetBytes(AesGcmFormat.SaltLength),
        RandomNumberGenerator.GetBytes(AesGcmFormat.NonceLength));

    /// <summary>Reads what <see cref="ToJson"/> writes.</summary>
    /// <param name="json">The bytes as they are stored.</param>
    /// <param name="key">The key they are stored under.</param>
    /// <exception cref="RepositoryRefusedException">
    /// It is damaged, too new, or asks for so little or so much work that it cannot be one of ours.
    /// </exception>
    public static KeyFile Parse(ReadOnlySpan<byte> json, string key)
    {
        var document = Document.Read(json, key, KeyFileDocument.Kind, SealingJson.Documents.KeyFileDocument);
        if (Problem(document, key) is { } problem)
        {
            throw Document.Damaged(key, problem);
        }

        return DateTimeOffset.TryParseExact(
            document.DataKeyCreated, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created)
            ? new KeyFile(document, created)
            : throw Document.Damaged(key, "it does not say when its data key was made");
    }

    /// <summary>Opens the data key; null when <paramref name="secret"/> is not the one it was wrapped for.</summary>
    /// <remarks>Takes as long as stretching a passphrase does.</remarks>
    public DataKey? TryOpen(KeySecret secret)
    {
        if (secret.Kdf != _document.Kdf.Name)
        {
            return null;
        }

        var wrappingKey = secret.WrappingKey(_document.Kdf);
        try
        {
            var plain = GcmBox.Open(wrappingKey, _document.Wrapped, Associated(_document));
            var dataKey = new DataKey(DataKeyId, DataKeyCreatedAt, plain);
            CryptographicOperations.ZeroMemory(plain);
            return dataKey;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(wrappingKey);
        }
    }

    /// <summary>The bytes to store.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(_document, SealingJson.Documents.KeyFileDocument);

    /// <summary>Wraps with a given id, salt and nonce, so that the format can be pinned.</summary>
    internal static KeyFile Create(
        string repositoryId, DataKey dataKey, KeySecret secret, string? label, DateTimeOffset now, string id, byte[] salt, ReadOnlySpan<byte> nonce)
    {
        var document = new KeyFileDocument
        {
            Id = id,
            Repository = repositoryId,
            DataKey = dataKey.Id,
            DataKeyCreated = InstantConverter.Text(dataKey.CreatedAt),
            Created = now,
            Label = label,
            Kdf = secret.NewKdf(salt),
            Wrapped = [],
        };
        var wrappingKey = secret.WrappingKey(document.Kdf);
        var wrapped = GcmBox.Seal(wrappingKey, dataKey.Secret, Associated(document), nonce);
        CryptographicOperations.ZeroMemory(wrappingKey);
        return new KeyFile(document with { Wrapped = wrapped }, dataKey.CreatedAt);
    }

    private static string? Problem(KeyFileDocument document, string key) =>
        !DataKey.IsId(document.Id) || key != ObjectKeys.KeyFile(document.Id) ? "its id is not the one in its key"
        : !RepositoryDocument.IsId(document.Repository) ? "it names no repository"
        : !DataKey.IsId(document.DataKey) ? "it names no data key"
        : document.Kdf.Salt.Length != AesGcmFormat.SaltLength ? "its salt does not have 32 bytes"
        : document.Wrapped.Length != DataKey.Length + GcmBox.Overhead ? "the wrapped data key does not have its length"
        : document.Kdf switch
        {
            { Name: KeyFileSecret.KdfName } => null,
            { Name: PassphraseSecret.KdfName, Iterations: >= PassphraseSecret.MinIterations and <= PassphraseSecret.MaxIterations } => null,
            { Name: PassphraseSecret.KdfName } => $"{document.Kdf.Iterations ?? 0} iterations are outside of what is accepted",
            _ => $"it is wrapped in a way that this program does not know ('{document.Kdf.Name}')",
        };

    private static byte[] Associated(KeyFileDocument document) => Encoding.UTF8.GetBytes(
        $"holdfast key 1\n{document.Repository}\n{document.Id}\n{document.DataKey}\n{document.DataKeyCreated}\n");
}
