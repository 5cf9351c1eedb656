using Holdfast.DbDumper.Clients;
using Holdfast.DbDumper.Failures;

namespace Holdfast.DbDumper.Archives;

/// <summary>Has <c>pg_restore --list</c> read an archive while that flows by, so that a dump is checked without lying on a disk.</summary>
/// <remarks>
/// In the custom format the table of contents comes first and the data after it. pg_restore reads exactly that head and ends, which
/// shows here as a closed pipe; whatever comes later need not be fed.
/// </remarks>
internal sealed class ArchiveListing : IAsyncDisposable
{
    private readonly ClientProcess _program;
    private readonly Task<ArchiveContents> _contents;
    private bool _satisfied;

    private ArchiveListing(ClientProcess program)
    {
        _program = program;
        _contents = ReadAsync(program.Output);
    }

    /// <summary>Whether pg_restore has what it needs.</summary>
    public bool IsSatisfied => _satisfied || _contents.IsCompleted;

    public static ArchiveListing Start(PostgresClient client) => new(ClientProcess.Start(client.PgRestore, ["--list"], address: null));

    /// <summary>The contents of an archive in a file.</summary>
    /// <exception cref="ArchiveInvalidException">The file is no archive, or has no entry.</exception>
    public static async Task<ArchiveContents> OfFileAsync(PostgresClient client, string path, CancellationToken cancellationToken)
    {
        await using var listing = new ArchiveListing(ClientProcess.Start(client.PgRestore, ["--list", "--", path], address: null));
        return await listing.CompleteAsync(cancellationToken);
    }

    /// <summary>Passes on the next bytes of the archive; does nothing once <see cref="IsSatisfied"/>.</summary>
    public async ValueTask FeedAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (IsSatisfied)
        {
            return;
        }

        try
        {
            await _program.Input.WriteAsync(bytes, cancellationToken);
            await _program.Input.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            // A closed pipe is pg_restore's way to say that it has read enough; its exit status tells whether it liked it.
            _satisfied = true;
        }
    }

    /// <summary>The contents, after the archive's end or as soon as it is satisfied.</summary>
    /// <exception cref="ArchiveInvalidException">What was fed is no archive, or has no entry.</exception>
    public async Task<ArchiveContents> CompleteAsync(CancellationToken cancellationToken)
    {
        CloseInput();
        var exit = await _program.WaitAsync(cancellationToken);
        var contents = await _contents;
        if (exit.Code != 0)
        {
            throw new ArchiveInvalidException($"The dump cannot be read back: pg_restore --list ended with status {exit.Code}: {exit.Text}");
        }

        return contents.EntryCount > 0 ? contents : throw new ArchiveInvalidException("The dump is empty: pg_restore --list found no entry in it.");
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    private void CloseInput()
    {
        try
        {
            _program.Input.Close();
        }
        catch (IOException)
        {
            _satisfied = true;
        }
    }

    private static async Task<ArchiveContents> ReadAsync(Stream output)
    {
        using var reader = new StreamReader(output);
        return await ArchiveListingParser.ReadAsync(reader, CancellationToken.None);
    }
}
