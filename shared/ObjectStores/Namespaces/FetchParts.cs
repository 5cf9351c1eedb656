using Holdfast.Engine.Objects;

namespace Holdfast.ObjectStores.Namespaces;

/// <summary>Which parts to ask a store for, so that the wanted ranges are covered with few requests.</summary>
internal static class FetchParts
{
    public static IEnumerable<ByteRange> Of(IReadOnlyList<ByteRange> ranges, FetchOptions options)
    {
        var open = default(ByteRange);
        foreach (var range in ranges.Where(range => range.Length > 0))
        {
            if (open.Length > 0 && range.Offset - open.End > options.MergeGap)
            {
                foreach (var part in Cut(open, options.PartLength))
                {
                    yield return part;
                }

                open = default;
            }

            open = open.Length == 0 ? range : open with { Length = Math.Max(open.End, range.End) - open.Offset };
        }

        foreach (var part in Cut(open, options.PartLength))
        {
            yield return part;
        }
    }

    private static IEnumerable<ByteRange> Cut(ByteRange range, int partLength)
    {
        for (var offset = range.Offset; offset < range.End; offset += partLength)
        {
            yield return new ByteRange(offset, Math.Min(partLength, range.End - offset));
        }
    }
}
