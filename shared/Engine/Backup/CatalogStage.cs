using System.Threading.Channels;
using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Chunks;

namespace Holdfast.Engine.Backup;

/// <summary>The last stage: entries, in the order of the walk, become the catalog when their content is placed.</summary>
internal sealed class CatalogStage(
    ChannelReader<IReadOnlyList<PendingEntry>> entries, CatalogWriter catalog, IssueList issues, Func<PendingEntry, CancellationToken, Task> readNow)
{
    // Paths of files with several names that vanished under the first of them.
    private readonly HashSet<EntryPath> _lostLinkTargets = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var batch in entries.ReadAllAsync(cancellationToken))
        {
            foreach (var entry in batch)
            {
                if (await FinishAsync(entry, cancellationToken) is { } finished)
                {
                    await catalog.AddAsync(finished, cancellationToken);
                }
            }
        }
    }

    private async ValueTask<CatalogEntry?> FinishAsync(PendingEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Ready is { } ready)
        {
            if (ready.Metadata.Kind != EntryKind.HardLink || !_lostLinkTargets.Contains(new EntryPath(ready.LinkTarget!)))
            {
                Use(ready.Content);
                return ready;
            }

            // The name it should refer to vanished before it was read: this one is read in its stead.
            await readNow(entry, cancellationToken);
        }

        if (!entry.Read.IsCompleted)
        {
            await entry.Read.WaitAsync(cancellationToken);
        }

        if (entry.Dropped is { } issue)
        {
            issues.Add(issue);
            if (entry.Scanned!.Links > 1)
            {
                _lostLinkTargets.Add(entry.Path);
            }

            return null;
        }

        if (entry.ChangedWhileRead)
        {
            issues.Add(new Snapshots.SnapshotIssue(entry.Path.ToString(), Snapshots.IssueKind.Changed));
        }

        var content = await PlacedAsync(entry.Parts, cancellationToken);
        Use(content);
        return new CatalogEntry
        {
            Path = entry.Path,
            Metadata = entry.Metadata,
            Attributes = entry.Attributes,
            Sha256 = entry.Metadata.Size > 0 ? entry.Sha256 : null,
            ChangedWhileRead = entry.ChangedWhileRead,
            Content = content,
        };
    }

    private static async ValueTask<ContentPart[]> PlacedAsync(IReadOnlyList<PendingPart> parts, CancellationToken cancellationToken)
    {
        var content = new ContentPart[parts.Count];
        for (var i = 0; i < content.Length; i++)
        {
            var part = parts[i];
            StoredChunk? chunk = part.Ticket is { } ticket ? await ticket.PlacedAsync(cancellationToken) : null;
            content[i] = new ContentPart(chunk, part.Offset, part.Length);
        }

        return content;
    }

    private static void Use(IReadOnlyList<ContentPart> content)
    {
        foreach (var part in content)
        {
            part.Chunk?.Use(part.Length);
        }
    }
}
