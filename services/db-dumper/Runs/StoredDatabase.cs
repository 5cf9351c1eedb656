using System.IO.Pipelines;
using System.Text.Json;
using Holdfast.Contracts.Restores;
using Holdfast.DbDumper.Facts;
using Holdfast.DbDumper.Restores;
using Holdfast.Engine.Restore;
using Holdfast.Engine.Snapshots;
using Holdfast.Hosting.Runs;
using Holdfast.StoreAccess;

namespace Holdfast.DbDumper.Runs;

/// <summary>A database's snapshot in the store, opened for a restore.</summary>
internal sealed class StoredDatabase : IDisposable
{
    private const int Ahead = 16 << 20;

    private readonly OpenRepository _repository;
    private readonly SnapshotReader _snapshot;
    private readonly long _size;

    private StoredDatabase(OpenRepository repository, SnapshotReader snapshot, DatabaseFacts facts, long size) =>
        (_repository, _snapshot, Facts, _size) = (repository, snapshot, facts, size);

    public DatabaseFacts Facts { get; }

    /// <exception cref="RunFailedException">The snapshot is not a database's.</exception>
    public static async Task<StoredDatabase> OpenAsync(IRepositories repositories, SnapshotCommand command, Run run, CancellationToken cancellationToken)
    {
        var repository = await repositories.OpenAsync(command.SourceNamespace, run, cancellationToken);
        try
        {
            var snapshot = await StoredSnapshot.OpenAsync(repository, command.Snapshot, cancellationToken);
            var facts = snapshot.Body.Source is { } json ? json.Deserialize(DatabaseFactsJson.Default.DatabaseFacts) : null;
            return new StoredDatabase(
                repository,
                snapshot,
                facts ?? throw new RunFailedException($"The snapshot '{command.Snapshot.SnapshotKey}' tells nothing about the database it is of, so it cannot be restored.", retryable: false),
                command.Snapshot.Size.LogicalBytes);
        }
        catch
        {
            repository.Dispose();
            throw;
        }
    }

    public void Dispose() => _repository.Dispose();

    /// <summary>Hands the archive to <paramref name="restore"/>, as a file or as a stream.</summary>
    /// <param name="stage">Whether to make it a file where staging has room for it, since that allows several jobs.</param>
    public async Task<T> ReadAsync<T>(Run run, bool stage, Func<ArchiveSource, Task<T>> restore, CancellationToken cancellationToken)
    {
        if (!stage || new DriveInfo(_repository.StagingFolder).AvailableFreeSpace < 2 * _size)
        {
            return await ThroughPipeAsync(run, restore, cancellationToken);
        }

        var path = Path.Combine(_repository.StagingFolder, "archive");
        try
        {
            await using (var file = File.Create(path))
            {
                await WriteAsync(run, file, cancellationToken);
            }

            return await restore(ArchiveSource.File(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    // The archive's bytes, while they are fetched.
    private async Task<T> ThroughPipeAsync<T>(Run run, Func<ArchiveSource, Task<T>> restore, CancellationToken cancellationToken)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: Ahead, resumeWriterThreshold: Ahead / 2, useSynchronizationContext: false));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var filling = FillAsync();
        try
        {
            return await restore(ArchiveSource.From(pipe.Reader.AsStream()));
        }
        finally
        {
            await stop.CancelAsync();
            await filling;
            await pipe.Reader.CompleteAsync();
        }

        async Task FillAsync()
        {
            try
            {
                await using var writing = pipe.Writer.AsStream(leaveOpen: true);
                await WriteAsync(run, writing, stop.Token);
                await pipe.Writer.CompleteAsync();
            }
            catch (Exception exception)
            {
                // The reader gets it in place of the stream's end.
                await pipe.Writer.CompleteAsync(exception);
            }
        }
    }

    private async Task WriteAsync(Run run, Stream destination, CancellationToken cancellationToken)
    {
        var counters = new RestoreCounters();
        run.Report(0, _size);
        await StreamRestore.RunAsync(_repository.Source, _repository.Repository, _snapshot.Catalog, destination, counters, cancellationToken);
        run.Report(_size, _size);
    }
}
