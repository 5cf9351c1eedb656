using System.Text.Json;
using Holdfast.Api.Answers;
using Holdfast.Contracts.Settings;
using Holdfast.Messaging;
using Holdfast.Settings.Changes;
using Holdfast.Settings.Documents;
using Holdfast.Settings.Stored;
using Holdfast.State.Database;
using Holdfast.State.Settings;
using MassTransit;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Holdfast.Api.Documents;

/// <summary>Writes versions of documents, and reads their history.</summary>
internal sealed partial class StoredDocuments(
    IDbContextFactory<HoldfastDb> dbs, SettingsReader settings, DocumentUpdate update, SettingsSignal signal, IBus bus, TimeProvider clock, ILogger<StoredDocuments> log)
{
    private readonly ILogger _log = log;

    /// <summary>Stores a new version, unless nothing differs, and tells everybody.</summary>
    /// <param name="document">Which.</param>
    /// <param name="sent">What the caller sent.</param>
    /// <param name="expected">The version that the caller has seen; null when it does not matter.</param>
    /// <param name="by">Name of the caller's key.</param>
    /// <param name="from">The caller's address.</param>
    /// <param name="cancellationToken">Ends the call before anything is stored.</param>
    /// <returns>The version, and what it changed.</returns>
    /// <exception cref="CallRefusedException">400: everything that is wrong; 412: another version is stored meanwhile.</exception>
    public async Task<(int Version, IReadOnlyList<DocumentChange> Changes)> WriteAsync(
        Document document, DocumentReading sent, int? expected, string by, string from, CancellationToken cancellationToken)
    {
        var stored = await settings.ReadAsync(document, cancellationToken);
        if (expected is not null && expected != stored.Version)
        {
            throw Outdated(document, stored.Version);
        }

        var values = update.Apply(stored, sent);
        var changes = DocumentChange.Between(document, stored.Values, values);
        if (changes.Count == 0)
        {
            return (stored.Version, changes);
        }

        var row = new DocumentVersion
        {
            Document = document.Name,
            Version = stored.Version + 1,
            Values = StoredDocument.Write(values),
            Changes = JsonSerializer.Serialize(changes),
            At = clock.GetUtcNow().UtcDateTime,
            By = by,
            From = from,
        };
        await using (var db = await dbs.CreateDbContextAsync(cancellationToken))
        {
            db.Add(row);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException exception) when (TransientErrors.IsTransient(exception))
            {
                throw Outdated(document, stored.Version);
            }
        }

        Changed(document.Name, row.Version, by, string.Join(' ', changes.Select(change => change.Field)));
        signal.Raise();
        await TellAsync(row);
        return (row.Version, changes);
    }

    /// <summary>All versions, newest first.</summary>
    public async Task<IReadOnlyList<DocumentVersion>> HistoryAsync(Document document, int count, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Documents.AsNoTracking().Where(row => row.Document == document.Name)
            .OrderByDescending(row => row.Version).Take(count).ToListAsync(cancellationToken);
    }

    private static CallRefusedException Outdated(Document document, int version) => new(
        StatusCodes.Status412PreconditionFailed, $"{document.Name} was changed by somebody else meanwhile and is at version {version} or later: read it again");

    /// <summary>Who does not hear of it reads it at the next operation all the same.</summary>
    private async Task TellAsync(DocumentVersion row)
    {
        try
        {
            await bus.PublishPromptlyAsync(new ConfigurationChanged { Document = row.Document, Version = row.Version }, CancellationToken.None);
        }
        catch (Exception exception)
        {
            NotTold(exception, row.Document, row.Version);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Document} is at version {Version} now: {Actor} changed {Fields}")]
    private partial void Changed(string document, int version, string actor, string fields);

    [LoggerMessage(2, LogLevel.Warning, "The other services could not be told of {Document} version {Version}; they read it at the next operation")]
    private partial void NotTold(Exception exception, string document, int version);
}
