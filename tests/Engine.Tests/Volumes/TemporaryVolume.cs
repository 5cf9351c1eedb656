using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes;
using Holdfast.Engine.Volumes.Native;

namespace Holdfast.Engine.Tests.Volumes;

/// <summary>A directory to fill with entries of every kind by plain system calls, removed at the end.</summary>
internal sealed class TemporaryVolume : IDisposable
{
    public TemporaryVolume(string? parent = null)
    {
        DirectoryPath = Path.Combine(parent ?? Path.GetTempPath(), $"holdfast-test-{Guid.NewGuid():n}");
        Directory.CreateDirectory(DirectoryPath);
        Root = VolumeRoot.Open(DirectoryPath);
    }

    public string DirectoryPath { get; }

    public VolumeRoot Root { get; }

    public string Full(string path) => Path.Combine(DirectoryPath, path);

    public unsafe EntryPath MakeDirectory(EntryPath path) => At(path, (parent, name) => Libc.MakeDirectory(parent, name, 0b111_101_101));

    public EntryPath MakeDirectory(string path) => MakeDirectory(EntryPath.FromText(path));

    public EntryPath MakeFile(EntryPath path, string content = "")
    {
        var descriptor = PathWalk.Open(Root.Descriptor, path.Bytes, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, 0b110_100_100);
        Succeeded(descriptor);
        using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.Write(handle, Encoding.UTF8.GetBytes(content), 0);
        return path;
    }

    public EntryPath MakeFile(string path, string content = "") => MakeFile(EntryPath.FromText(path), content);

    public unsafe EntryPath MakeSymlink(string path, string target)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(target + '\0'))
        {
            var pointer = text;
            return At(EntryPath.FromText(path), (parent, name) => Libc.MakeSymlink(pointer, parent, name));
        }
    }

    public unsafe EntryPath MakeHardLink(string path, EntryPath target)
    {
        fixed (byte* existing = Encoding.UTF8.GetBytes($"{target}\0"))
        {
            var pointer = existing;
            return At(EntryPath.FromText(path), (parent, name) => Libc.MakeLink(Root.Descriptor, pointer, parent, name, 0));
        }
    }

    /// <param name="path">Where.</param>
    /// <param name="mode">Type and permission bits.</param>
    /// <param name="device">Of a device node, as the kernel encodes it.</param>
    public unsafe EntryPath MakeNode(string path, uint mode, ulong device = 0) =>
        At(EntryPath.FromText(path), (parent, name) => Libc.MakeNode(parent, name, mode, device));

    public unsafe void SetAttribute(string path, string attribute, byte[] value)
    {
        fixed (byte* file = Encoding.UTF8.GetBytes(Full(path) + '\0'), name = Encoding.UTF8.GetBytes(attribute + '\0'), bytes = value)
        {
            Succeeded(Libc.SetAttribute(file, name, bytes, (nuint)value.Length, 0));
        }
    }

    public unsafe void SetMode(string path, uint mode)
    {
        fixed (byte* file = Encoding.UTF8.GetBytes(Full(path) + '\0'))
        {
            Succeeded(Libc.ChangeMode(file, mode));
        }
    }

    public unsafe void SetModified(string path, FileTime time)
    {
        var times = stackalloc Timespec[2];
        times[0] = Timespec.From(time);
        times[1] = Timespec.From(time);
        var pointer = (nint)times;
        At(EntryPath.FromText(path), (parent, name) => Libc.ChangeTimes(parent, name, (Timespec*)pointer, Libc.SymlinkNoFollow));
    }

    /// <summary>A path of nested directories whose total length passes <paramref name="length"/> bytes, made by the way.</summary>
    public EntryPath MakeDeepDirectory(int length)
    {
        var path = EntryPath.Root;
        for (var level = 0; path.Bytes.Length <= length; level++)
        {
            path = MakeDirectory(path.Child(Encoding.UTF8.GetBytes($"{level:d4}-{new string('d', 195)}")));
        }

        return path;
    }

    public async Task<List<ScannedEntry>> ScanAsync(ScanOptions? options = null)
    {
        var entries = new List<ScannedEntry>();
        await foreach (var batch in VolumeScanner.ScanAsync(Root, options ?? new ScanOptions(), Xunit.TestContext.Current.CancellationToken))
        {
            entries.AddRange(batch);
        }

        return entries;
    }

    public void Dispose()
    {
        Root.Dispose();
        using var removal = Process.Start("rm", ["-rf", "--one-file-system", DirectoryPath]);
        removal.WaitForExit();
    }

    private unsafe delegate int NamedCall(int parent, byte* name);

    private unsafe EntryPath At(EntryPath path, NamedCall call)
    {
        var name = stackalloc byte[ParentDirectory.NameSize];
        using var parent = ParentDirectory.Open(Root.Descriptor, path, name);
        Succeeded(parent.Descriptor);
        Succeeded(call(parent.Descriptor, name));
        return path;
    }

    private static void Succeeded(int result)
    {
        if (result < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }
}
