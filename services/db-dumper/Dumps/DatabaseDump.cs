using Holdfast.DbDumper.Archives;
using Holdfast.DbDumper.Clients;
using Holdfast.DbDumper.Facts;
using Holdfast.DbDumper.Failures;

namespace Holdfast.DbDumper.Dumps;

/// <summary>A running dump: read <see cref="Output"/> to its end, then call <see cref="Complete"/>.</summary>
/// <remarks>Disposing it before the end stops pg_dump. The stream never ends cleanly unless the dump is whole.</remarks>
internal sealed class DatabaseDump : IAsyncDisposable
{
    // pg_dump writes 4 KiB at a time; to come back to the caller for each of them takes longer than the dump itself.
    private const int Gather = 256 << 10;

    private readonly ClientProcess _program;
    private readonly ExportedSnapshot _snapshot;
    private readonly ArchiveListing _listing;
    private readonly DumpStream _output;
    private DumpReport? _report;

    private DatabaseDump(ClientProcess program, ArchiveListing listing, ExportedSnapshot snapshot, int clientMajor)
    {
        (_program, _listing, _snapshot) = (program, listing, snapshot);
        Facts = snapshot.Facts with { DumpedByMajor = clientMajor };
        _output = new DumpStream(this);
    }

    /// <summary>The archive's bytes as pg_dump writes them; read asynchronously, once.</summary>
    /// <remarks>Reading throws a <see cref="DatabaseException"/> in place of the end when the dump failed or cannot be read back.</remarks>
    public Stream Output => _output;

    /// <summary>What the archive does not hold, to be kept with it.</summary>
    public DatabaseFacts Facts { get; }

    /// <summary>The moment whose state the dump has.</summary>
    public DateTimeOffset CapturedAt => _snapshot.CapturedAt;

    /// <summary>Called with the bytes read so far, whenever some were read.</summary>
    public Action<long>? Progress { get; set; }

    internal int ProcessId => _program.Id;

    internal static DatabaseDump Start(PostgresClient client, ExportedSnapshot snapshot, DbDumperOptions options)
    {
        // Version 15 knows no --compress=none; 0 means the same to every version.
        string[] arguments =
        [
            "--format=custom", "--compress=0", "--no-password", $"--snapshot={snapshot.Id}",
            FormattableString.Invariant($"--lock-wait-timeout={(long)options.LockWait.TotalMilliseconds}"),
        ];
        var listing = ArchiveListing.Start(client);
        return new DatabaseDump(ClientProcess.Start(client.PgDump, arguments, snapshot.Address), listing, snapshot, client.Major);
    }

    /// <summary>What the dump was, after <see cref="Output"/> has been read to its end.</summary>
    /// <exception cref="InvalidOperationException">The output has not been read to its end.</exception>
    public DumpReport Complete() => _report ?? throw new InvalidOperationException("The dump's output has not been read to its end.");

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        await _listing.DisposeAsync();
        await _snapshot.DisposeAsync();
    }

    /// <summary>The next bytes; 0 only after pg_dump ended well and its archive was read back.</summary>
    internal async ValueTask<int> ReadAsync(Memory<byte> buffer, long before, CancellationToken cancellationToken)
    {
        if (_report is not null || buffer.IsEmpty)
        {
            return 0;
        }

        // A blocked read of a pipe does not heed the token; ending the writer ends the read.
        await using var stop = cancellationToken.Register(_program.Kill);
        var count = await Task.Run(() => _program.Output.ReadAtLeast(buffer.Span, Math.Min(Gather, buffer.Length), throwOnEndOfStream: false), CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        if (count == 0)
        {
            _report = await FinishAsync(before, cancellationToken);
            return 0;
        }

        if (before == 0)
        {
            // pg_dump writes only after it has read all of the catalog in its own copy of the snapshot.
            await _snapshot.DisposeAsync();
        }

        await _listing.FeedAsync(buffer[..count], cancellationToken);
        Progress?.Invoke(before + count);
        return count;
    }

    private async Task<DumpReport> FinishAsync(long bytes, CancellationToken cancellationToken)
    {
        var exit = await _program.WaitAsync(cancellationToken);
        return exit.Code == 0 && !exit.Messages.Any(line => line.Contains("error:", StringComparison.Ordinal))
            ? new DumpReport(bytes, await _listing.CompleteAsync(cancellationToken), exit.Messages)
            : throw PostgresFailure.FromDump(_snapshot.Address, exit.Code, exit.Text);
    }
}
