using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;

namespace Holdfast.Engine.Documents;

/// <summary>Fetches the bytes of a JSON document.</summary>
public static class StoredDocument
{
    /// <summary>Longest document that is read into memory, in bytes: the snapshot of a component of 200 TB fits.</summary>
    private const int MaxLength = 1 << 30;

    /// <summary>The whole document.</summary>
    /// <exception cref="ObjectNotFoundException">There is no such document.</exception>
    /// <exception cref="RepositoryRefusedException">It is longer than any document of this format.</exception>
    public static async Task<byte[]> ReadAsync(IObjectSource source, string key, CancellationToken cancellationToken)
    {
        await using var fetched = await source.FetchAsync(key, ranges: null, cancellationToken);
        if (fetched.Length > MaxLength)
        {
            throw Document.Damaged(key, $"it has {fetched.Length} bytes, more than any document of this kind");
        }

        var bytes = new byte[fetched.Length];
        await fetched.ReadAsync(0, bytes, cancellationToken);
        return bytes;
    }
}
