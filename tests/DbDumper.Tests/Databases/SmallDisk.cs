using System.Diagnostics;

namespace Holdfast.DbDumper.Tests.Databases;

/// <summary>A file system in memory that is soon full, owned by the account a test server runs as.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _mount;

    private SmallDisk(string mount) => _mount = mount;

    public string Folder => Path.Combine(_mount, "data");

    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        var mount = Directory.CreateTempSubdirectory("holdfast-disk-").FullName;
        await RunAsync("chmod", "755", mount);
        await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=755", "tmpfs", mount);
        var disk = new SmallDisk(mount);
        Directory.CreateDirectory(disk.Folder);
        await RunAsync("chmod", "777", disk.Folder);
        await RunAsync("chown", "postgres", disk.Folder);
        return disk;
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "-l", _mount);
        Directory.Delete(_mount);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
