using Holdfast.State.Access;
using Holdfast.State.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Holdfast.Api.Auditing;

/// <summary>Remembers who did what.</summary>
internal sealed partial class AuditLog(IDbContextFactory<HoldfastDb> dbs, TimeProvider clock, ILogger<AuditLog> log)
{
    private readonly ILogger _log = log;

    /// <summary>Adds an entry. What was done is done: when the entry cannot be written, the log has it instead.</summary>
    public async Task AddAsync(string actor, string action, string? target, string outcome)
    {
        try
        {
            await using var db = await dbs.CreateDbContextAsync();
            db.Add(new AuditEntry
            {
                Id = Guid.NewGuid(),
                At = clock.GetUtcNow().UtcDateTime,
                Actor = actor,
                Action = action,
                Target = target,
                Outcome = outcome,
            });
            await db.SaveChangesAsync();
        }
        catch (Exception exception)
        {
            NotWritten(exception, actor, action, target, outcome);
        }
    }

    /// <summary>The newest entries, newest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> NewestAsync(int count, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Audit.AsNoTracking().OrderByDescending(entry => entry.At).Take(count).ToListAsync(cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Error, "Not in the audit log: {Actor} called {Action} for {Target}: {Outcome}")]
    private partial void NotWritten(Exception exception, string actor, string action, string? target, string outcome);
}
