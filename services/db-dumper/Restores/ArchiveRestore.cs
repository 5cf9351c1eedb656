using System.Buffers;
using System.Globalization;
using Holdfast.DbDumper.Archives;
using Holdfast.DbDumper.Clients;
using Holdfast.DbDumper.Failures;
using Holdfast.DbDumper.Servers;

namespace Holdfast.DbDumper.Restores;

/// <summary>Has pg_restore fill an empty database from an archive.</summary>
/// <param name="jobs">Jobs at once where the archive is a file.</param>
internal sealed class ArchiveRestore(PostgresClient client, int jobs)
{
    private const int BlockSize = 256 * 1024;

    /// <returns>The archive's table of contents.</returns>
    /// <exception cref="DatabaseException">The archive is none, or PostgreSQL refused a part of it.</exception>
    public async Task<ArchiveContents> RunAsync(ArchiveSource source, DatabaseAddress target, bool withTablespaces, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "--exit-on-error", "--no-password", $"--dbname={ConnectionInfo(target.Database)}",
            .. withTablespaces ? Array.Empty<string>() : ["--no-tablespaces"],
        ];
        return source is { Path: { } path }
            ? await FromFileAsync(arguments, path, target, cancellationToken)
            : await FromStreamAsync(arguments, source.Stream!, target, cancellationToken);
    }

    private async Task<ArchiveContents> FromFileAsync(string[] arguments, string path, DatabaseAddress target, CancellationToken cancellationToken)
    {
        var contents = await ArchiveListing.OfFileAsync(client, path, cancellationToken);
        await using var program = ClientProcess.Start(
            client.PgRestore, [.. arguments, $"--jobs={jobs.ToString(CultureInfo.InvariantCulture)}", "--", path], target);
        program.Input.Close();
        await CheckAsync(program, target, cancellationToken);
        return contents;
    }

    private async Task<ArchiveContents> FromStreamAsync(string[] arguments, Stream stream, DatabaseAddress target, CancellationToken cancellationToken)
    {
        await using var listing = ArchiveListing.Start(client);
        await using var program = ClientProcess.Start(client.PgRestore, arguments, target);
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            // The rest is read even when pg_restore has enough, because a source may find out only at its end that its bytes are bad.
            for (var open = true; await stream.ReadAsync(block.AsMemory(0, BlockSize), cancellationToken) is > 0 and var count;)
            {
                await listing.FeedAsync(block.AsMemory(0, count), cancellationToken);
                open = open && await TryWriteAsync(program, block.AsMemory(0, count), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        program.Input.Close();
        await CheckAsync(program, target, cancellationToken);
        return await listing.CompleteAsync(cancellationToken);
    }

    private static async Task<bool> TryWriteAsync(ClientProcess program, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await using var stop = cancellationToken.Register(program.Kill);
            await program.Input.WriteAsync(bytes, CancellationToken.None);
            await program.Input.FlushAsync(CancellationToken.None);
            return true;
        }
        catch (IOException)
        {
            // pg_restore has closed its end; its exit status says whether that was success.
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    private static async Task CheckAsync(ClientProcess program, DatabaseAddress target, CancellationToken cancellationToken)
    {
        var exit = await program.WaitAsync(cancellationToken);
        if (exit.Code != 0)
        {
            throw PostgresFailure.FromRestore(target, exit.Code, exit.Text);
        }
    }

    // As connection info, because a bare name with '=' or "://" in it would be taken for one.
    private static string ConnectionInfo(string database) =>
        $"dbname='{database.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
