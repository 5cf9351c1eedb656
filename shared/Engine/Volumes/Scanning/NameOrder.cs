using System.Runtime.CompilerServices;

namespace Holdfast.Engine.Volumes.Scanning;

/// <summary>Orders names by their bytes.</summary>
internal readonly struct NameOrder(byte[] names) : IComparer<NameKey>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Compare(NameKey x, NameKey y)
    {
        if (x.Prefix != y.Prefix)
        {
            return x.Prefix < y.Prefix ? -1 : 1;
        }

        // Equal prefixes that end in a zero are the whole of both names.
        return (x.Prefix & 0xff) == 0 ? 0 : Rest(x).SequenceCompareTo(Rest(y));
    }

    private ReadOnlySpan<byte> Rest(NameKey key)
    {
        var rest = names.AsSpan(key.Offset + sizeof(ulong));
        return rest[..rest.IndexOf((byte)0)];
    }
}
