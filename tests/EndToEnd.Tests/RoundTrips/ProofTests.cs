using Holdfast.Sample.Databases;
using Holdfast.Sample.Platform;
using Holdfast.Sample.Proof;
using Holdfast.Sample.Volumes;
using Holdfast.TestServers.Postgres;

namespace Holdfast.EndToEnd.Tests.RoundTrips;

/// <summary>A proof of equality is worth what it notices.</summary>
public sealed class ProofTests
{
    private static readonly string[] TreeChanges =
    [
        "touch -d '2021-03-04 05:06:07.123456788' artifactory/filestore/00.bin",
        "rm artifactory/cache/00.bin; cp -p artifactory/filestore/00.bin artifactory/cache/00.bin",
        "cp --sparse=never -p artifactory/data/sparse.img artifactory/data/x; mv artifactory/data/x artifactory/data/sparse.img",
        "printf 'y' | dd of=edweb/index.html conv=notrunc status=none; touch -r artifactory edweb/index.html",
        "chmod 1775 edweb/uploads",
        "ln -sfn elsewhere edweb/html/dangling",
        "rmdir artifactory/cache/empty",
        "mkdir edweb/new",
        "setfattr -n user.origin -v other edweb/index.html",
        "chmod 711 .",
    ];

    private static readonly string[] DatabaseChanges =
    [
        "SELECT lo_put(4242424, 0, 'x')",
        "SELECT setval('action_id_seq', 100000, false)",
        "REVOKE UPDATE ON \"user\" FROM holdfast_sample_gogs_git",
        "ALTER DATABASE proof_gogs SET work_mem = '5MB'",
        "UPDATE issue SET name = 'x' WHERE id = 77",
    ];

    [Fact]
    public async Task Any_change_of_a_volume_shows()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var volumes = new SampleVolumes(folder.Path);
        foreach (var name in (string[])["artifactory", "edweb"])
        {
            await volumes.CreateAsync(name, token);
        }

        var before = await TreeText.OfAsync(folder.Path, token);
        Assert.Equal(before, await TreeText.OfAsync(folder.Path, token));
        foreach (var change in TreeChanges)
        {
            await Shell.RunAsync(change, folder.Path, token);
            var after = await TreeText.OfAsync(folder.Path, token);
            Assert.True(before != after, change);
            before = after;
        }
    }

    [Fact]
    public async Task Any_change_of_a_database_shows()
    {
        var token = TestContext.Current.CancellationToken;
        var server = await PostgresServer.SharedAsync();
        var databases = new SampleDatabases(server, "proof_");
        await databases.CreateAsync("gogs", token);
        var before = await TextAsync();
        Assert.Equal(before, await TextAsync());
        foreach (var change in DatabaseChanges)
        {
            await databases.ExecuteAsync("gogs", change, token);
            var after = await TextAsync();
            Assert.True(before != after, change);
            before = after;
        }

        await databases.DropAsync("gogs", token);

        Task<string> TextAsync() => DatabaseText.OfAsync(server.BinDirectory, databases.ConnectionStringOf("gogs"), token);
    }
}
