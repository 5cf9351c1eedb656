using Holdfast.Engine.Volumes.Native;

using Microsoft.Win32.SafeHandles;

namespace Holdfast.Engine.Volumes.Directories;

/// <summary>Small files that are there whole or not at all.</summary>
public sealed unsafe partial class OpenDirectory
{
    private const uint PrivateFile = 0b110_000_000;

    /// <summary>Reads a file.</summary>
    /// <exception cref="VolumeException">It is not there or may not be read.</exception>
    public byte[] ReadFile(ReadOnlySpan<byte> name)
    {
        using var file = OpenFile(name, OpenFlags.ReadOnly, "open");
        var content = new byte[RandomAccess.GetLength(file)];
        var length = RandomAccess.Read(file, content, 0);
        return length == content.Length ? content : content[..length];
    }

    /// <summary>Makes a file that is on the disk when this returns.</summary>
    /// <param name="name">Must not be taken; while it is written, the file has this name with <c>~</c> after it.</param>
    /// <exception cref="VolumeException">The disk is full or failed, or this process may not.</exception>
    public void WriteFile(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> unfinished = [.. name, (byte)'~'];
        if (Find(unfinished) is not null)
        {
            Remove(unfinished, isDirectory: false);
        }

        Announce("write", unfinished);
        using (var file = OpenFile(unfinished, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, "create"))
        {
            for (var at = 0; at < content.Length;)
            {
                nint written;
                fixed (byte* start = content[at..])
                {
                    written = Libc.Write((int)file.DangerousGetHandle(), start, (nuint)(content.Length - at), at);
                }

                at += written > 0 ? (int)written : throw Failure("write", unfinished);
            }

            Durable.SyncFile(file);
        }

        Move(unfinished, this, name);
        Sync();
    }

    private SafeFileHandle OpenFile(ReadOnlySpan<byte> name, int flags, string operation)
    {
        var descriptor = PathWalk.Open(Descriptor, name, flags, (flags & OpenFlags.Create) != 0 ? PrivateFile : 0);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure(operation, name);
    }
}
