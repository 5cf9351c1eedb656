namespace Holdfast.Engine.Catalogs;

/// <summary>A hash of paths that decides where chunks of files and of catalogs end; FNV-1a, with its bits mixed once more.</summary>
internal static class PathHash
{
    public static uint Of(EntryPath path)
    {
        var hash = 2166136261;
        foreach (var value in path.Bytes)
        {
            hash = (hash ^ value) * 16777619;
        }

        hash ^= hash >> 15;
        hash *= 0x2c1b3c6d;
        return hash ^ (hash >> 13);
    }
}
