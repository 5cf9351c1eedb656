namespace Holdfast.Uploader.Tests.Platform;

/// <summary>Content that does not compress.</summary>
internal static class Bytes
{
    public static byte[] Random(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>The same content with a stretch of it replaced.</summary>
    public static byte[] Changed(byte[] content, int offset, int length, int seed)
    {
        byte[] changed = [.. content];
        Random(length, seed).CopyTo(changed, offset);
        return changed;
    }
}
