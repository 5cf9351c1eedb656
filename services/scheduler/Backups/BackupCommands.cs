using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Runs;
using Holdfast.State.Backups;
using Holdfast.State.Operations;

namespace Holdfast.Scheduler.Backups;

/// <summary>Makes the command for a component of a backup.</summary>
internal static class BackupCommands
{
    public static RunCommand For(BackupState saga, OperationComponent component) =>
        component.Component.Kind == ComponentKind.Database
            ? new DumpDatabase
            {
                OperationId = saga.CorrelationId,
                Namespace = saga.Namespace,
                Timestamp = saga.Timestamp,
                Component = component.Component,
                RunId = component.CommandId,
                Attempt = component.Attempt,
                ParentSnapshotKey = component.ParentSnapshotKey,
                ParentSnapshotSha256 = component.ParentSnapshotSha256,
            }
            : new ArchiveVolume
            {
                OperationId = saga.CorrelationId,
                Namespace = saga.Namespace,
                Timestamp = saga.Timestamp,
                Component = component.Component,
                RunId = component.CommandId,
                Attempt = component.Attempt,
                ParentSnapshotKey = component.ParentSnapshotKey,
                ParentSnapshotSha256 = component.ParentSnapshotSha256,
            };
}
