namespace Holdfast.ObjectStores.Uploads;

/// <summary>How large objects are cut for an upload.</summary>
internal static class PartSizes
{
    /// <summary>S3 takes 10,000 parts of an object and Azure 50,000 blocks, but some servers 1,000 only.</summary>
    public const int MaxParts = 1000;

    /// <summary>The largest part that S3 takes; the largest object, 5 TiB, has 1,024 of them.</summary>
    private const long MaxSize = 5L << 30;
    private const long Unit = 1 << 16;

    /// <summary>
    /// The smallest whole number of 64 KiB that is no less than <paramref name="wanted"/> and needs no more than <see cref="MaxParts"/> parts,
    /// or the largest size allowed.
    /// </summary>
    public static long Of(long length, long wanted)
    {
        var needed = (length + MaxParts - 1) / MaxParts;
        return Math.Min(MaxSize, Math.Max(wanted, (needed + Unit - 1) / Unit * Unit));
    }
}
