namespace Holdfast.CrashPoints;

/// <summary>Sees files come, go and move below a folder. The kernel tells it a moment later, so the process dies just after such a step.</summary>
internal static class FileSteps
{
    private const int LargestBuffer = 64 * 1024;

    public static FileSystemWatcher Watch(string folder)
    {
        var watcher = new FileSystemWatcher(folder)
        {
            IncludeSubdirectories = true,
            InternalBufferSize = LargestBuffer,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName,
        };
        var root = Path.GetFileName(folder);
        watcher.Created += (_, change) => Steps.Reached($"created {root}/{change.Name}");
        watcher.Deleted += (_, change) => Steps.Reached($"deleted {root}/{change.Name}");
        watcher.Renamed += (_, change) => Steps.Reached($"renamed {root}/{change.OldName} to {change.Name}");
        watcher.EnableRaisingEvents = true;
        return watcher;
    }
}
