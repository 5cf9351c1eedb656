using System.Runtime.CompilerServices;
using Holdfast.State.Access;
using Holdfast.State.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Holdfast.Api.Auditing;

/// <summary>Remembers who did what.</summary>
internal sealed partial class AuditLog(IDbContextFactory<HoldfastDb> dbs, TimeProvider clock, ILogger<AuditLog> log)
{
    private const int PageSize = 500;

    private readonly ILogger _log = log;

    /// <summary>Adds an entry. What was done is done: when the entry cannot be written, the log has it instead.</summary>
    public async Task AddAsync(string actor, string? from, string action, string? target, string outcome)
    {
        try
        {
            await using var db = await dbs.CreateDbContextAsync();
            db.Add(new AuditEntry
            {
                Id = Guid.NewGuid(),
                At = clock.GetUtcNow().UtcDateTime,
                Actor = actor,
                From = from,
                Action = action,
                Target = target,
                Outcome = outcome,
            });
            await db.SaveChangesAsync();
        }
        catch (Exception exception)
        {
            NotWritten(exception, actor, from, action, target, outcome);
        }
    }

    /// <summary>The newest entries, newest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> NewestAsync(int count, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Audit.AsNoTracking().OrderByDescending(entry => entry.At).Take(count).ToListAsync(cancellationToken);
    }

    /// <summary>All entries of a time, oldest first, read in pages: nothing is held while a caller takes them slowly.</summary>
    public async IAsyncEnumerable<AuditEntry> ReadAsync(DateTime since, DateTime until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = Guid.Empty;
        while (true)
        {
            List<AuditEntry> page;
            await using (var db = await dbs.CreateDbContextAsync(cancellationToken))
            {
                page = await db.Audit.AsNoTracking().Where(entry => (entry.At > since || (entry.At == since && entry.Id > after)) && entry.At < until)
                    .OrderBy(entry => entry.At).ThenBy(entry => entry.Id).Take(PageSize).ToListAsync(cancellationToken);
            }

            foreach (var entry in page)
            {
                yield return entry;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            (since, after) = (page[^1].At, page[^1].Id);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Not in the audit log: {Actor} called from {Address} {Action} for {Target}: {Outcome}")]
    private partial void NotWritten(Exception exception, string actor, string? address, string action, string? target, string outcome);
}
