using Holdfast.Api.Answers;
using Holdfast.Contracts;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Notifications;
using Holdfast.Contracts.Operations;
using Holdfast.Contracts.Restores;
using Holdfast.Contracts.Retention;
using Holdfast.Contracts.Settings;
using Holdfast.Contracts.Storage;
using Holdfast.Messaging;
using MassTransit;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Api.Operations;

/// <summary>Asks the other services over the bus, and turns what they refuse into answers of the API.</summary>
/// <exception cref="CallRefusedException">Thrown by every method: the request was rejected, or nobody answered in time (503).</exception>
internal sealed class Requests(IBus bus)
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A saga answers within a second: by now the answer is lost. Only what is answered alike however often it comes is repeated: a backup and a restore
    /// are, also when they are rejected; an undo must not begin after it was refused.
    /// </summary>
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromSeconds(8);

    /// <summary>Hundreds of manifests are read, or every object is listed.</summary>
    private static readonly TimeSpan Listing = TimeSpan.FromMinutes(2);

    /// <summary>Each step of a diagnosis has its own limit.</summary>
    private static readonly TimeSpan Testing = TimeSpan.FromSeconds(150);

    /// <summary>The scheduler itself gives the uploader five minutes.</summary>
    private static readonly TimeSpan Deletion = TimeSpan.FromSeconds(330);

    public Task<BackupAccepted> BackupAsync(BackupRequested request, CancellationToken cancellationToken) =>
        AskAsync<BackupRequested, BackupAccepted, BackupRejected>(
            request, Short, rejected => CallRefusedException.Rejected(rejected.Code, rejected.Reason), cancellationToken, repeatAfter: RepeatAfter);

    public Task<RestoreAccepted> RestoreAsync(RestoreRequested request, CancellationToken cancellationToken) =>
        AskAsync<RestoreRequested, RestoreAccepted, RestoreRejected>(
            request, Short, rejected => CallRefusedException.Rejected(rejected.Code, rejected.Reason), cancellationToken, repeatAfter: RepeatAfter);

    public Task<RestoreAccepted> UndoAsync(UndoRestoreRequested request, CancellationToken cancellationToken) =>
        AskAsync<UndoRestoreRequested, RestoreAccepted, RestoreRejected>(
            request, Short, rejected => CallRefusedException.Rejected(rejected.Code, rejected.Reason), cancellationToken);

    /// <summary>Cancels an operation that exists; for one that does not, nobody would answer.</summary>
    public Task<CancelAccepted> CancelAsync(CancelOperation request, CancellationToken cancellationToken) =>
        AskAsync<CancelOperation, CancelAccepted, CancelRejected>(
            request, Short, rejected => CallRefusedException.Conflict(rejected.Reason), cancellationToken);

    public Task<BackupDeleted> DeleteAsync(BackupDeletionRequested request, CancellationToken cancellationToken) =>
        AskAsync<BackupDeletionRequested, BackupDeleted, BackupDeletionRejected>(
            request, Deletion, rejected => CallRefusedException.Rejected(rejected.Code, rejected.Reason), cancellationToken);

    public Task<RetentionPlanned> RetentionAsync(RetentionRequested request, CancellationToken cancellationToken) =>
        AskAsync<RetentionRequested, RetentionPlanned, BackupDeletionRejected>(
            request, Short, rejected => CallRefusedException.Rejected(rejected.Code, rejected.Reason), cancellationToken);

    /// <summary>Asks what a sweep would free.</summary>
    public Task<RetentionSwept> SweepAsync(SweepRetention dryRun, CancellationToken cancellationToken) =>
        AskAsync<SweepRetention, RetentionSwept, StorageFailed>(
            dryRun,
            Listing,
            failed => new CallRefusedException(StatusCodes.Status503ServiceUnavailable, $"the store cannot be asked for its objects: {failed.Reason}"),
            cancellationToken,
            Queues.Retention);

    /// <summary>Looks for a backup in the store itself.</summary>
    public Task<BackupFound> FindAsync(string @namespace, string timestamp, CancellationToken cancellationToken) =>
        AskAsync<FindBackup, BackupFound, BackupNotFound>(
            new FindBackup { OperationId = Guid.NewGuid(), Namespace = @namespace, Timestamp = timestamp },
            Short,
            missing => missing.Missing
                ? CallRefusedException.NotFound($"there is no backup {timestamp} in namespace {@namespace}")
                : new CallRefusedException(StatusCodes.Status503ServiceUnavailable, $"the store cannot be asked for the backup {timestamp}: {missing.Reason}"),
            cancellationToken,
            Queues.Uploader);

    /// <summary>Lists the backups in the store itself, oldest first.</summary>
    /// <param name="namespace">Where to look.</param>
    /// <param name="known">Timestamps of those that are not to be told of.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<BackupFound>> ListAsync(string @namespace, IReadOnlyList<string> known, CancellationToken cancellationToken)
    {
        var backups = new List<BackupFound>();
        string? next = null;
        do
        {
            var page = await AskAsync<ListBackups, BackupListing, StorageFailed>(
                new ListBackups { Namespace = @namespace, After = next, Known = known },
                Listing,
                failed => new CallRefusedException(StatusCodes.Status503ServiceUnavailable, $"the store cannot be asked for its backups: {failed.Reason}"),
                cancellationToken,
                Queues.Uploader);
            backups.AddRange(page.Backups);
            next = page.Next;
        }
        while (next is not null);

        return backups;
    }

    /// <summary>Has the uploader try a store.</summary>
    public Task<ObjectStoreTested> TestAsync(TestObjectStore request, CancellationToken cancellationToken) =>
        AskAsync<TestObjectStore, ObjectStoreTested, StorageFailed>(
            request, Testing, failed => CallRefusedException.Conflict($"the store cannot be tried: {failed.Reason}"), cancellationToken, Queues.Uploader);

    /// <summary>Has the scheduler try every way to tell of backups.</summary>
    public Task<NotificationsTested> TestAsync(TestNotifications request, CancellationToken cancellationToken) =>
        AskAsync<TestNotifications, NotificationsTested, NotificationsNotTested>(
            request, Testing, refused => CallRefusedException.Conflict($"notifications cannot be tried: {refused.Reason}"), cancellationToken);

    private async Task<TGood> AskAsync<TRequest, TGood, TBad>(
        TRequest request, TimeSpan limit, Func<TBad, CallRefusedException> refusal, CancellationToken cancellationToken, string? queue = null, TimeSpan? repeatAfter = null)
        where TRequest : class
        where TGood : class
        where TBad : class
    {
        var service = queue ?? Queues.Scheduler;
        try
        {
            var response = await bus.AskAsync<TRequest, TGood, TBad>(request, queue, limit, cancellationToken, repeatAfter);
            return response.Is(out Response<TBad>? bad) ? throw refusal(bad.Message) : (TGood)response.Message;
        }
        catch (RequestTimeoutException)
        {
            throw new CallRefusedException(
                StatusCodes.Status503ServiceUnavailable,
                $"the {service} did not answer within {limit.TotalSeconds:0} seconds; it may still carry out the request: look at the status before you ask again");
        }
        catch (RequestFaultException exception)
        {
            var reason = exception.Fault?.Exceptions.FirstOrDefault()?.Message ?? "it did not say why";
            throw new CallRefusedException(StatusCodes.Status502BadGateway, $"the {service} failed: {reason}");
        }
        catch (RequestException exception) when (exception.GetBaseException() is MessageReturnedException)
        {
            throw new CallRefusedException(StatusCodes.Status503ServiceUnavailable, $"the {service} is not there: the broker has no queue of it yet");
        }
    }
}
