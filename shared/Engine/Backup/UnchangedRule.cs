using System.Text;
using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes;

namespace Holdfast.Engine.Backup;

/// <summary>Tells which files need not be read because nothing about them changed since an earlier run.</summary>
internal sealed class UnchangedRule(EarlierRuns earlierRuns, BackupOptions options, string runId)
{
    private readonly uint _salt = PathHash.Of(new EntryPath(Encoding.ASCII.GetBytes(runId)));
    private readonly uint _rereadBelow = (uint)(Math.Clamp(options.RereadShare, 0, 1) * uint.MaxValue);

    /// <summary>Whether the file is the one that the earlier run read, by all that the file system tells.</summary>
    /// <param name="earlier">The file in the earlier run.</param>
    /// <param name="scanned">The file now.</param>
    /// <param name="scannedFrom">When the earlier run began to look.</param>
    public bool Holds(CatalogEntry earlier, ScannedEntry scanned, FileTime scannedFrom)
    {
        if (earlier.Metadata != scanned.Metadata || earlier.ChangedWhileRead || !earlierRuns.IsUsable(earlier))
        {
            return false;
        }

        var margin = options.TimestampMargin;
        var latest = scanned.Metadata.ChangedAt > scanned.Metadata.ModifiedAt ? scanned.Metadata.ChangedAt : scanned.Metadata.ModifiedAt;
        var safe = new FileTime(latest.Seconds + (long)Math.Ceiling(margin.TotalSeconds), latest.Nanoseconds);
        return safe < scannedFrom && (PathHash.Of(scanned.Path) ^ _salt) >= _rereadBelow;
    }
}
