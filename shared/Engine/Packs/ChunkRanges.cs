using Holdfast.Engine.Chunks;
using Holdfast.Engine.Objects;

namespace Holdfast.Engine.Packs;

/// <summary>The ranges of a pack that hold given chunks.</summary>
internal static class ChunkRanges
{
    // A gap shorter than this is fetched along: cheaper than one more request.
    private const long Gap = 64 << 10;

    /// <summary>Ascending ranges, near ones joined.</summary>
    public static List<ByteRange> Of(IEnumerable<StoredChunk> chunks)
    {
        var ranges = new List<ByteRange>();
        foreach (var chunk in chunks.OrderBy(chunk => chunk.Offset))
        {
            if (ranges.Count > 0 && chunk.Offset <= ranges[^1].End + Gap)
            {
                var last = ranges[^1];
                ranges[^1] = last with { Length = Math.Max(last.End, chunk.Offset + chunk.Stored) - last.Offset };
            }
            else
            {
                ranges.Add(new ByteRange(chunk.Offset, chunk.Stored));
            }
        }

        return ranges;
    }
}
