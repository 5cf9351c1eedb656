using Holdfast.Contracts.Components;
using Holdfast.Contracts.Storage;

namespace Holdfast.Uploader.Tests.Platform;

/// <summary>Commands as the sagas send them.</summary>
internal static class Commands
{
    public static CommitBackup Commit(Guid operation, string timestamp, params ComponentSnapshot[] components) => new()
    {
        OperationId = operation,
        Namespace = TestPlatform.Namespace,
        Timestamp = timestamp,
        Label = "before the upgrade",
        StartedAt = DateTimeOffset.UnixEpoch,
        Components = components,
        ExpiresAt = DateTimeOffset.MaxValue,
    };

    public static FindBackup Find(string timestamp, string name = TestPlatform.Namespace) => new()
    {
        OperationId = Guid.NewGuid(),
        Namespace = name,
        Timestamp = timestamp,
    };

    public static DeleteBackup Delete(string timestamp) => new()
    {
        OperationId = Guid.NewGuid(),
        Namespace = TestPlatform.Namespace,
        Timestamp = timestamp,
        ActiveTimestamps = [],
        LiveSnapshotKeys = [],
    };

    public static SweepRetention Sweep(string before, params string[] expired) => new()
    {
        OperationId = Guid.NewGuid(),
        Namespace = TestPlatform.Namespace,
        Expired = expired,
        Before = before,
        ActiveTimestamps = [],
        LiveSnapshotKeys = [],
    };
}
