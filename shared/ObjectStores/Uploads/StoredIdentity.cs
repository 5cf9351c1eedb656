namespace Holdfast.ObjectStores.Uploads;

/// <summary>What tells whether a stored object has certain bytes.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">SHA-256 of its bytes, which its put sent along; of an object that somebody else stored, computed from its bytes.</param>
internal sealed record StoredIdentity(long Length, ReadOnlyMemory<byte> Sha256)
{
    public bool Is(long length, ReadOnlySpan<byte> sha256) => Length == length && Sha256.Span.SequenceEqual(sha256);
}
