using System.Text.Json.Nodes;
using Holdfast.Hosting.Backups;
using Holdfast.Hosting.Stores;
using Holdfast.Settings.Documents;
using Holdfast.Settings.Overrides;
using Holdfast.Settings.Stored;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Documents;

/// <summary>Shows documents as they hold, without secrets.</summary>
internal sealed class DocumentAnswers(SettingsReader settings, ProcessOverrides overrides, IOptions<ObjectStoreOptions> own, TimeProvider clock)
{
    /// <summary>What holds now, field by field.</summary>
    public JsonObject Effective(StoredDocument stored) => DocumentJson.Write(stored.Document, field => TextOf(stored, field));

    /// <summary>The document with its version and what is locked.</summary>
    public async Task<(JsonObject Answer, int Version)> AnswerAsync(Document document, CancellationToken cancellationToken)
    {
        var stored = await settings.ReadAsync(document, cancellationToken);
        var locked = new JsonObject();
        foreach (var field in document.Fields)
        {
            if (overrides.Of(document, field) is { } found)
            {
                locked[field.Path] = found.Source;
            }
        }

        var answer = new JsonObject { [document.Name] = Effective(stored), ["version"] = stored.Version, ["locked"] = locked };
        if (document == Document.Backup)
        {
            answer["nextBackup"] = await NextBackupAsync(cancellationToken) is { } next ? JsonValue.Create(next.UtcDateTime) : null;
        }

        if (document == Document.ObjectStore)
        {
            answer["store"] = StoreLocation.Of(await settings.ObjectStoreAsync(stored.Version, cancellationToken));
            answer["staging"] = own.Value.LocalLocation;
        }

        return (answer, stored.Version);
    }

    /// <summary>When a change of a document counts, for whoever has just made it.</summary>
    public string Effect(Document document, IReadOnlyList<DocumentChange> changes)
    {
        if (changes.Count == 0)
        {
            return "nothing differs from what is stored";
        }

        if (document != Document.ObjectStore)
        {
            return document == Document.Backup ? "holds from now on; the next backup is planned anew" : "holds from now on";
        }

        const string Next = "holds from the next operation on; one that runs keeps the store it began with, and backups made before stay where they are";
        return changes.Any(change => change.Field == "localLocation")
            ? $"{Next}; the staging area of every service stays at '{own.Value.LocalLocation}', which file or environment say"
            : Next;
    }

    private string TextOf(StoredDocument stored, Field field) =>
        overrides.Of(stored.Document, field)?.Text ?? stored.Values.GetValueOrDefault(field.Path) ?? field.Default;

    private async Task<DateTimeOffset?> NextBackupAsync(CancellationToken cancellationToken)
    {
        var backup = await settings.BackupAsync(cancellationToken);
        return backup.EnableRegularBackups && CronSchedule.TryParse(backup.BackupFrequency, out var schedule)
            ? schedule.Next(clock.GetUtcNow(), BackupOptions.Zone(backup.TimeZone))
            : null;
    }
}
