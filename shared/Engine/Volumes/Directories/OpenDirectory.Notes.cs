using System.Runtime.InteropServices;
using System.Text;

using Holdfast.Engine.Volumes.Native;

namespace Holdfast.Engine.Volumes.Directories;

/// <summary>Notes on the directory itself: extended attributes, which change neither its names nor the time of its last change.</summary>
public sealed unsafe partial class OpenDirectory
{
    private const int LongestNote = 256;

    /// <summary>Leaves a note, replacing one of the same name.</summary>
    /// <returns>False where the file system has no extended attributes, or this process may not set any.</returns>
    /// <exception cref="VolumeException">The file system failed.</exception>
    public bool TryNote(string name, string text)
    {
        Announce("note", Encoding.UTF8.GetBytes(name));
        var value = Encoding.UTF8.GetBytes(text);
        fixed (byte* key = Encoding.UTF8.GetBytes(name + '\0'), start = value)
        {
            if (Libc.SetAttribute(Descriptor, key, start, (nuint)value.Length, 0) == 0)
            {
                return true;
            }
        }

        return CannotNote() || Marshal.GetLastPInvokeError() is Errno.ENOSPC or Errno.EDQUOT ? false : throw Failure("set an extended attribute of", []);
    }

    /// <summary>Reads a note; null when there is none.</summary>
    /// <exception cref="VolumeException">The file system failed.</exception>
    public string? ReadNote(string name)
    {
        var value = stackalloc byte[LongestNote];
        fixed (byte* key = Encoding.UTF8.GetBytes(name + '\0'))
        {
            var length = Libc.GetAttribute(Descriptor, key, value, LongestNote);
            if (length >= 0)
            {
                return Encoding.UTF8.GetString(value, (int)length);
            }
        }

        return CannotNote() || Marshal.GetLastPInvokeError() == Errno.ENODATA ? null : throw Failure("read an extended attribute of", []);
    }

    /// <summary>Takes a note away.</summary>
    /// <exception cref="VolumeException">It is not there, or this process may not.</exception>
    public void RemoveNote(string name)
    {
        Announce("remove the note", Encoding.UTF8.GetBytes(name));
        fixed (byte* key = Encoding.UTF8.GetBytes(name + '\0'))
        {
            if (Libc.RemoveAttribute(Descriptor, key) != 0)
            {
                throw Failure("remove an extended attribute of", []);
            }
        }
    }

    private static bool CannotNote() => Marshal.GetLastPInvokeError() is Errno.EOPNOTSUPP or Errno.ENOSYS or Errno.EPERM or Errno.EACCES;
}
