using System.Buffers.Binary;

namespace Holdfast.Engine.Tests.Volumes;

/// <summary>Access control lists as the kernel takes them in <c>system.posix_acl_*</c>: version 2, then tag, permissions and id of each entry.</summary>
internal static class AccessControlLists
{
    private const uint Nobody = uint.MaxValue;

    /// <summary>rw for the owner and for one more user, r for the group and others.</summary>
    public static byte[] WithUser(uint uid)
    {
        (ushort Tag, ushort Permissions, uint Id)[] entries = [(0x01, 6, Nobody), (0x02, 6, uid), (0x04, 4, Nobody), (0x10, 6, Nobody), (0x20, 4, Nobody)];
        var bytes = new byte[4 + (8 * entries.Length)];
        bytes[0] = 2;
        for (var i = 0; i < entries.Length; i++)
        {
            var target = bytes.AsSpan(4 + (8 * i));
            BinaryPrimitives.WriteUInt16LittleEndian(target, entries[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(target[2..], entries[i].Permissions);
            BinaryPrimitives.WriteUInt32LittleEndian(target[4..], entries[i].Id);
        }

        return bytes;
    }
}
