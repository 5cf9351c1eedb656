using Holdfast.Engine.Chunks;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Snapshots;

namespace Holdfast.Engine.Verification;

/// <summary>Proves without a key that every pack of a snapshot is there, with the bytes that it was stored with.</summary>
/// <remarks>
/// What was stored had been decoded and compared before, so the same bytes decode to the same content. That the catalog names what the packs hold is proved
/// only where the key is.
/// </remarks>
internal static class UnopenedVerification
{
    /// <summary>Verifies every pack: its length and the hash at its end always, all of its bytes where <see cref="VerifyOptions.ReadDataShare"/> chooses it.</summary>
    public static async Task<VerifyReport> RunAsync(IObjectSource source, Snapshot snapshot, VerifyOptions options, CancellationToken cancellationToken)
    {
        var checks = new PackChecks(options);
        await checks.RunAsync(snapshot.Packs, (pack, whole, stop) => VerifyAsync(source, pack, whole, stop), cancellationToken);
        return checks.Report(snapshot, entries: 0);
    }

    private static async Task VerifyAsync(IObjectSource source, PackReference pack, bool whole, CancellationToken cancellationToken)
    {
        var end = pack.Size - PackTrailer.Length + PackTrailer.HashOffset;
        await using var content = await source.FetchAsync(pack.Key, whole ? null : [new(end, PackTrailer.Length - PackTrailer.HashOffset)], cancellationToken);
        if (content.Length != pack.Size)
        {
            throw new DamagedPackException(pack.Key, $"it has {content.Length} bytes instead of {pack.Size}.");
        }

        var hash = new byte[PackTrailer.Length - PackTrailer.HashOffset];
        if (whole)
        {
            hash = await OpenPack.CheckHashAsync(content, pack.Key, new byte[StoredChunk.MaxSize], cancellationToken);
        }
        else
        {
            await content.ReadAsync(end, hash, cancellationToken);
        }

        if (!hash.AsSpan().SequenceEqual(pack.Sha256.Span))
        {
            throw new DamagedPackException(pack.Key, "it is not the pack that the snapshot was made with: its hash differs.");
        }
    }
}
