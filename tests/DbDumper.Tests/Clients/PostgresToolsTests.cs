using Holdfast.DbDumper.Clients;
using Holdfast.DbDumper.Failures;

namespace Holdfast.DbDumper.Tests.Clients;

public sealed class PostgresToolsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-tools-").FullName;

    [Fact]
    public async Task The_oldest_client_that_is_not_older_than_the_server_is_taken()
    {
        using var tools = new PostgresTools(new DbDumperOptions { ClientFolders = [Install(98), Install(96), Install(97)] });
        Assert.Equal(97, (await tools.ForServerAsync(97, TestContext.Current.CancellationToken)).Major);
        Assert.Equal(96, (await tools.ForServerAsync(95, TestContext.Current.CancellationToken)).Major);
    }

    [Fact]
    public async Task A_server_newer_than_every_client_is_refused_with_both_versions()
    {
        using var tools = new PostgresTools(new DbDumperOptions { ClientFolders = [Install(97)] });
        var failure = await Assert.ThrowsAsync<ClientProgramException>(() => tools.ForServerAsync(98, TestContext.Current.CancellationToken));
        Assert.Contains("server is version 98", failure.Message, StringComparison.Ordinal);
        Assert.Contains("version 97", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.CanRetry);
    }

    [Fact]
    public async Task A_dump_that_only_a_too_new_pg_restore_can_read_is_refused_for_an_old_server()
    {
        using var tools = new PostgresTools(new DbDumperOptions { ClientFolders = [Install(97)] });
        await Assert.ThrowsAsync<ClientProgramException>(() => tools.ForRestoreAsync(15, 97, TestContext.Current.CancellationToken));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Install(int major)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, $"{major}")).FullName;
        foreach (var program in (string[])["pg_dump", "pg_restore"])
        {
            var path = Path.Combine(folder, program);
            File.WriteAllText(path, $"#!/bin/sh\necho '{program} (PostgreSQL) {major}.3 (Debian {major}.3-1)'\n");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return folder;
    }
}
