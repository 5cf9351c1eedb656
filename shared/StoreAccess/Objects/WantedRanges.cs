using Holdfast.Engine.Objects;

namespace Holdfast.StoreAccess.Objects;

/// <summary>The ranges to ask for.</summary>
internal static class WantedRanges
{
    /// <summary>Bytes that cost less to fetch than a further request.</summary>
    private const int MergeGap = 64 << 10;

    /// <summary>Joins ranges that nearly touch, so that messages stay short and requests to the store few.</summary>
    /// <param name="ranges">Ascending, not overlapping.</param>
    public static IReadOnlyList<ByteRange> Merge(IReadOnlyList<ByteRange> ranges)
    {
        var merged = new List<ByteRange>();
        foreach (var range in ranges.Where(range => range.Length > 0))
        {
            if (merged.Count > 0 && range.Offset - merged[^1].End <= MergeGap)
            {
                merged[^1] = merged[^1] with { Length = Math.Max(merged[^1].End, range.End) - merged[^1].Offset };
            }
            else
            {
                merged.Add(range);
            }
        }

        return merged;
    }
}
