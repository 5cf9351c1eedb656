using Holdfast.Engine.Snapshots;

namespace Holdfast.Engine.Backup;

/// <summary>Collects what could not be taken as it was: all are counted, so many are listed as a snapshot holds. Safe for concurrent use.</summary>
internal sealed class IssueList
{
    private readonly Lock _lock = new();
    private readonly List<SnapshotIssue> _issues = [];
    private long _count;

    public void Add(SnapshotIssue issue)
    {
        lock (_lock)
        {
            _count++;
            if (_issues.Count < SnapshotBody.MaxIssues)
            {
                _issues.Add(issue);
            }
        }
    }

    public (IReadOnlyList<SnapshotIssue> Issues, long Count) Snapshot()
    {
        lock (_lock)
        {
            return ([.. _issues.OrderBy(issue => issue.Path, StringComparer.Ordinal)], _count);
        }
    }
}
