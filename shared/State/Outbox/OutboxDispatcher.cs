using Holdfast.Messaging;
using Holdfast.State.Database;
using MassTransit;
using MassTransit.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Holdfast.State.Outbox;

/// <summary>Sends committed messages in order and deletes them: at least once, and a duplicate keeps its message id.</summary>
/// <remarks>
/// One message that cannot be delivered does not hold up the others: it comes again after 2 to 60 seconds. One that the broker does not confirm
/// ends the batch: what was sent is committed, and the rows are free for the dispatchers of other processes.
/// </remarks>
internal sealed partial class OutboxDispatcher(
    IDbContextFactory<HoldfastDb> dbs, IBusControl bus, OutboxSignal signal, TimeProvider clock, ILogger<OutboxDispatcher> log) :
    BackgroundService
{
    private const int Batch = 100;
    private const int AttemptsBeforeGivingUp = 100; // about an hour and a half

    /// <summary>Finds the messages of another process that died before it sent them.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stoppingToken);
                while (await DispatchAsync(stoppingToken) == Batch)
                {
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                DispatchFailed(exception);
            }

            await signal.WaitAsync(PollInterval, stoppingToken);
        }
    }

    private async Task<int> DispatchAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var shared = db.Database.IsNpgsql();

        // Several processes share a server: each takes rows that nobody else holds. On SQLite a transaction would keep its only writer out.
        await using var transaction = shared ? await db.Database.BeginTransactionAsync(cancellationToken) : null;
        var now = clock.GetUtcNow().UtcDateTime;
        var due = shared
            ? db.Outbox.FromSql($"""SELECT * FROM "Outbox" WHERE "DueAt" <= {now} ORDER BY "Id" LIMIT {Batch} FOR UPDATE SKIP LOCKED""")
            : db.Outbox.Where(message => message.DueAt <= now).OrderBy(message => message.Id).Take(Batch);
        var messages = await due.ToListAsync(cancellationToken);
        if (messages.Count == 0)
        {
            return 0;
        }

        var confirmed = true;
        foreach (var message in messages)
        {
            if (!(confirmed = await TrySendAsync(db, message, cancellationToken)))
            {
                break;
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return confirmed ? messages.Count : 0;
    }

    /// <returns>False when nothing was heard of the message: the next one would fare alike.</returns>
    private async Task<bool> TrySendAsync(HoldfastDb db, OutboxMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await bus.SendPromptlyAsync(new Uri(message.Destination), new SerializedMessageBody(), new EnvelopePipe(message), cancellationToken);
            db.Remove(message);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            message.Attempts++;
            SendFailed(exception, message.Id, message.Destination, message.Attempts);
            message.DueAt = clock.GetUtcNow().UtcDateTime.AddSeconds(Math.Min(60, 1 << Math.Min(message.Attempts, 6)));
            if (message.Attempts >= AttemptsBeforeGivingUp)
            {
                GaveUp(message.Id, message.Destination);
                db.Remove(message);
            }

            return exception is not TimeoutException;
        }
    }
}
