using System.Text.Json;
using Holdfast.Contracts.Components;
using Holdfast.Hosting.Stores;

namespace Holdfast.Hosting.Hooks;

/// <summary>Keeps leases as files of the staging area, which outlive a worker and which the others see too.</summary>
/// <remarks>
/// One file a component: a new run of it takes the place of one that died. A file appears and changes as a whole, by a rename. Whoever calls a dead
/// worker's hook takes the file away first, and writes it anew when the hook fails: of several workers one calls it.
/// </remarks>
internal sealed class HookLeases(StagingArea staging, TimeProvider clock)
{
    /// <summary>What cleans up staging leaves hidden folders of it alone.</summary>
    private string Folder => Path.Join(Path.GetDirectoryName(staging.Root), ".holdfast-hooks");

    /// <summary>Writes a lease, in place of any other of its component.</summary>
    public void Write(HookLease lease)
    {
        Directory.CreateDirectory(Folder);
        var (path, beside) = (PathOf(lease), Path.Join(Folder, $".{Guid.NewGuid():N}"));
        using (var file = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(file, lease);
        }

        File.Move(beside, path, overwrite: true);
    }

    /// <summary>Puts off the end of a lease that a run has.</summary>
    /// <returns>False when it has it no more.</returns>
    public bool Renew(HookLease lease, TimeSpan length)
    {
        if (Read(PathOf(lease))?.RunId != lease.RunId)
        {
            return false;
        }

        Write(lease with { Until = clock.GetUtcNow() + length });
        return true;
    }

    /// <summary>Takes a lease away.</summary>
    /// <returns>False when somebody else has, or another run has taken its place.</returns>
    public bool TryTake(HookLease lease)
    {
        var (path, beside) = (PathOf(lease), Path.Join(Folder, $".{Guid.NewGuid():N}"));
        if (Read(path)?.RunId != lease.RunId)
        {
            return false;
        }

        try
        {
            File.Move(path, beside);
        }
        catch (FileNotFoundException)
        {
            return false;
        }

        File.Delete(beside);
        return true;
    }

    /// <summary>The leases of a worker that is taken for dead.</summary>
    public IReadOnlyList<HookLease> Expired()
    {
        var now = clock.GetUtcNow();
        return !Directory.Exists(Folder) ? [] :
        [
            .. Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(Read).OfType<HookLease>().Where(lease => lease.Until <= now),
        ];
    }

    private string PathOf(HookLease lease) =>
        Path.Join(Folder, $"{Uri.EscapeDataString(lease.Namespace)}%2F{Uri.EscapeDataString(ComponentId.Parse(lease.Component).ToString())}.json");

    private static HookLease? Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize<HookLease>(file);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }
}
