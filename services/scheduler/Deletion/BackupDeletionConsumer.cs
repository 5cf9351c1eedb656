using Holdfast.Contracts;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Operations;
using Holdfast.Contracts.Storage;
using Holdfast.Messaging;
using Holdfast.State.Database;
using MassTransit;

namespace Holdfast.Scheduler.Deletion;

/// <summary>Deletes one backup on request: marks it, has the uploader remove its data, and takes it out of the list.</summary>
/// <remarks>Every step may be repeated, so a request that was cut off is simply made again.</remarks>
internal sealed class BackupDeletionConsumer(DeletionClaims claims, HoldfastDb db, IBus bus) : IConsumer<BackupDeletionRequested>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public async Task Consume(ConsumeContext<BackupDeletionRequested> context)
    {
        var (request, cancellationToken) = (context.Message, context.CancellationToken);
        if (!BackupTimestamp.TryParse(request.Timestamp, out _))
        {
            await RejectAsync(context, DeletionClaims.Rejection(request, RejectionCode.Invalid, $"'{request.Timestamp}' is not a timestamp such as 2023-02-02t16-00-00"));
            return;
        }

        var (command, rejection) = await claims.MarkAsync(request, cancellationToken);
        if (command is null)
        {
            await RejectAsync(context, rejection!);
            return;
        }

        if (await DeleteAsync(command, cancellationToken) is { } problem)
        {
            await claims.UnmarkAsync(request, cancellationToken);
            await RejectAsync(context, DeletionClaims.Rejection(request, RejectionCode.Failed, problem));
            return;
        }

        await DeletionClaims.RemoveAsync(db, request.Namespace, request.Timestamp, cancellationToken);
        if (context.RequestId is not null)
        {
            await context.RespondAsync(new BackupDeleted { OperationId = request.OperationId, Namespace = request.Namespace, Timestamp = request.Timestamp });
        }
    }

    private static async Task RejectAsync(ConsumeContext context, BackupDeletionRejected rejection)
    {
        await context.Publish(rejection);
        if (context.RequestId is not null)
        {
            await context.RespondAsync(rejection);
        }
    }

    /// <returns>Null when the data is gone, else why not.</returns>
    private async Task<string?> DeleteAsync(DeleteBackup command, CancellationToken cancellationToken)
    {
        try
        {
            var response = await bus.AskAsync<DeleteBackup, BackupDeleted, StorageFailed>(command, Queues.Retention, Limit, cancellationToken);
            return response.Is(out Response<StorageFailed>? failed) ? failed.Message.Reason : null;
        }
        catch (RequestTimeoutException)
        {
            return $"the uploader did not answer within {Limit.TotalMinutes:0} minutes";
        }
        catch (RequestFaultException exception)
        {
            return $"the uploader failed: {exception.Fault?.Exceptions.FirstOrDefault()?.Message}";
        }
        catch (RequestException exception) when (exception.GetBaseException() is MessageReturnedException)
        {
            return "the uploader is not there: the broker has no queue of it yet";
        }
    }
}
