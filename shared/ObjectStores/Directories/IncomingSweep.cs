namespace Holdfast.ObjectStores.Directories;

/// <summary>Deletes what crashed puts left behind among the incoming files.</summary>
internal sealed class IncomingSweep(DirectoryLayout layout, DurableDirectories directories)
{
    private const string Action = "sweep";

    public int Run(TimeSpan minAge, CancellationToken cancellationToken)
    {
        directories.RequireRoot(Action, null);
        if (!Directory.Exists(layout.Incoming))
        {
            return 0;
        }

        try
        {
            var limit = Now() - minAge;
            var removed = 0;
            foreach (var path in Directory.EnumerateFiles(layout.Incoming))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (FileFacts.OfName(path, out var facts) == 0 && facts.ModifiedAt < limit)
                {
                    File.Delete(path);
                    removed++;
                }
            }

            return removed;
        }
        catch (Exception failure) when (DirectoryFailure.IsFileFailure(failure))
        {
            throw DirectoryFailure.From(failure, Action, layout.Incoming, null);
        }
    }

    /// <summary>The file system's own time: an NFS server's clock may differ from this host's.</summary>
    private DateTimeOffset Now()
    {
        var probe = layout.NewIncomingFile();
        using var file = File.OpenHandle(probe, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, FileOptions.DeleteOnClose);
        var number = FileFacts.OfOpen(file, out var facts);
        return number == 0 ? facts.ModifiedAt : throw DirectoryFailure.From(number, Action, probe, null);
    }
}
