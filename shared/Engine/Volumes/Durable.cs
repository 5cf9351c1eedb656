using System.Runtime.InteropServices;
using System.Text;

using Holdfast.Engine.Volumes.Native;

using Microsoft.Win32.SafeHandles;

namespace Holdfast.Engine.Volumes;

/// <summary>Makes what was written outlast a power cut.</summary>
/// <remarks>.NET's own flush reports success when the kernel says the disk is full or broken; these calls do not.</remarks>
public static unsafe class Durable
{
    /// <summary>Brings the content and metadata of an open file to the disk.</summary>
    /// <exception cref="VolumeException">The bytes did not reach the disk, and may be lost: they have to be written anew.</exception>
    public static void SyncFile(SafeFileHandle file)
    {
        var descriptor = (int)file.DangerousGetHandle();
        if (Libc.Sync(descriptor) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            var subject = File.ResolveLinkTarget($"/proc/self/fd/{descriptor}", returnFinalTarget: false)?.FullName ?? "an open file";
            throw new VolumeException("bring to the disk", $"'{subject}'", error);
        }

        GC.KeepAlive(file);
    }

    /// <summary>Brings the names in a directory to the disk: files made, renamed and removed there.</summary>
    /// <exception cref="VolumeException">The directory cannot be opened, or its names did not reach the disk.</exception>
    public static void SyncDirectory(string path)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            var flags = OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.CloseOnExec;
            var descriptor = Libc.OpenAt(Libc.WorkingDirectory, name, flags, 0);
            if (descriptor < 0)
            {
                throw new VolumeException("open the directory", $"'{path}'", Marshal.GetLastPInvokeError());
            }

            var result = Libc.Sync(descriptor);
            Libc.CloseQuietly(descriptor);
            if (result != 0)
            {
                throw new VolumeException("bring to the disk", $"'{path}'", Marshal.GetLastPInvokeError());
            }
        }
    }
}
