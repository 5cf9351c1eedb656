namespace Holdfast.Engine.Packs;

/// <summary>A pack that a snapshot refers to. Length and hash of a pack that is being written become known when it is finished.</summary>
public sealed class PackReference
{
    /// <summary>A pack whose length and hash are not known (yet): one being written, or one named by a catalog line.</summary>
    public PackReference(string key) => Key = key;

    /// <summary>A finished pack.</summary>
    public PackReference(string key, long size, ReadOnlyMemory<byte> sha256, long used = 0)
    {
        Key = key;
        Size = size;
        Sha256 = sha256;
        Used = used;
    }

    /// <summary>Key relative to the namespace.</summary>
    public string Key { get; }

    /// <summary>Length of the whole pack in bytes.</summary>
    public long Size { get; private set; }

    /// <summary>The pack's hash: its last 32 bytes, SHA-256 of all before them.</summary>
    public ReadOnlyMemory<byte> Sha256 { get; private set; }

    /// <summary>How many of its bytes serve the snapshot.</summary>
    public long Used { get; private set; }

    /// <summary>Whether the snapshot refers to it at all.</summary>
    public bool IsUsed { get; private set; }

    internal void Use(long bytes)
    {
        IsUsed = true;
        Used += bytes;
    }

    internal void Finish(long size, ReadOnlyMemory<byte> sha256)
    {
        Size = size;
        Sha256 = sha256;
    }

    public override string ToString() => Key;
}
