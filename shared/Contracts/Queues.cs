using Holdfast.Contracts.Components;

namespace Holdfast.Contracts;

/// <summary>Names of the queues that commands are sent to. Events are published and need no name.</summary>
/// <remarks>
/// One installation, one namespace, one virtual host of the broker. Commands go to <c>exchange:</c> addresses with Mandatory set, so
/// that a queue nobody ever declared is an error at once instead of a message nobody gets.
/// </remarks>
public static class Queues
{
    /// <summary>Requests to start, cancel, undo or query operations, and worker events.</summary>
    public const string Scheduler = "scheduler";

    /// <summary>The saga of backups.</summary>
    public const string BackupSaga = "backup-saga";

    /// <summary>The saga of restores.</summary>
    public const string RestoreSaga = "restore-saga";

    /// <summary>Every command for a database: dump, preflight, prepare, commit, discard, roll back, forget.</summary>
    public const string DbDumper = "db-dumper";

    /// <summary>Puts, gets, listings and the commit of a backup.</summary>
    public const string Uploader = "uploader";

    /// <summary>Deletion and retention: a queue of its own, since a sweep may take long.</summary>
    public const string Retention = "uploader-retention";

    /// <summary>The queues that exist whatever is protected; those of volumes come on top. A test compares them with a broker's.</summary>
    public static IReadOnlyList<string> Fixed { get; } =
    [
        BackupSaga, RestoreSaga, DbDumper, Uploader, Retention, $"{Uploader}-staging",
        .. ((string[])["deletion", "notification-tests", "notifications", "registry", "retention", "retention-requests", "schedule", "signs", "status"])
            .Select(part => $"{Scheduler}-{part}"),
    ];

    /// <summary>Every command for one volume; consumed by the one archiver that mounts it, one message at a time.</summary>
    public static string Volume(string name) => $"volume-{name}";

    /// <summary>Where messages of a queue lie that could not be read; made with the first of them.</summary>
    public static string Errors(string queue) => $"{queue}_error";

    /// <summary>The queue of the worker that serves a component.</summary>
    public static string For(ComponentId component) => component.Kind == ComponentKind.Database ? DbDumper : Volume(component.Name);

    /// <summary>The address to send to so that the queue itself is not touched.</summary>
    public static Uri Address(string queue) => new($"exchange:{queue}");
}
