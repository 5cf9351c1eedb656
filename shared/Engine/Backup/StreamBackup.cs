using Holdfast.Engine.Catalogs;

namespace Holdfast.Engine.Backup;

/// <summary>Backs up one stream, such as a database dump, as a component.</summary>
public static class StreamBackup
{
    /// <summary>The path of the stream in its catalog.</summary>
    public static EntryPath EntryPath { get; } = EntryPath.FromText("stream");

    /// <summary>Reads the stream to its end and stores what is new of it.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="content">The stream; it is not disposed.</param>
    /// <param name="completed">
    /// Awaited at the end of the stream, before the snapshot: whoever produces the stream throws here when what came is not all there is.
    /// </param>
    /// <param name="cancellationToken">Ends the run.</param>
    public static async Task<BackupResult> RunAsync(
        BackupRequest request, Stream content, Func<CancellationToken, Task> completed, CancellationToken cancellationToken)
    {
        using var run = await BackupRun.StartAsync(request, cancellationToken);
        return await run.RunAsync([ReadAsync], static (_, _) => throw new NotSupportedException("A stream has no hard links."), cancellationToken);

        async Task ReadAsync(CancellationToken stop)
        {
            var parts = new List<PendingPart>();
            var size = await run.Cutter.CutAsync((buffer, token) => content.ReadAsync(buffer, token), parts, stop);
            await completed(stop);
            request.Counters.AddLogical(size);
            // Without a hash of the whole: the ids of the chunks tell the content.
            var entry = new PendingEntry
            {
                Path = EntryPath,
                Metadata = new EntryMetadata { Kind = EntryKind.Stream, Size = size },
                Parts = parts,
            };
            await run.Entries.WriteAsync([entry], stop);
            run.Entries.Complete();
        }
    }
}
