using Holdfast.State.Backups;
using MassTransit;

namespace Holdfast.Scheduler.Backups;

/// <summary>Ends that several states share.</summary>
internal static class BackupTransitions
{
    /// <summary>Ends the backup with the error on the saga.</summary>
    public static EventActivityBinder<BackupState, T> Fail<T>(
        this EventActivityBinder<BackupState, T> binder, BackupActivities work, MassTransit.State end)
        where T : class => binder.ThenAsync(work.FailAsync).TransitionTo(end);
}
