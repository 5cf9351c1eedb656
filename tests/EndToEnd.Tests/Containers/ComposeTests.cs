using Holdfast.Sample.Platform;

namespace Holdfast.EndToEnd.Tests.Containers;

/// <summary>What docs/containers.md promises: the images and compose.yaml, driven over HTTP.</summary>
public sealed class ComposeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_composed_system_brings_back_what_was_lost_and_survives_a_kill_and_a_stop()
    {
        await Docker.NeedAsync();
        await using var system = await ComposedSystem.StartAsync();
        var before = await system.TextAsync();
        Assert.All(before, component => Assert.True(component.Value.Length > 300, component.Key));

        var first = await system.BackUpAsync();
        await DestroyAsync(system);
        await system.RestoreAsync(first);
        Assert.Equal(before, await system.TextAsync());

        var second = await BackUpWithKilledWorkerAsync(system);
        await system.ComposeAsync("stop");
        await system.UpAsync();
        Assert.Equal([(first, HoldfastApi.Success), (second, HoldfastApi.Success)], await system.Api.BackupsAsync(Token));
        await DestroyAsync(system);
        await system.RestoreAsync(second);
        Assert.Equal(before, await system.TextAsync());
    }

    [Fact]
    public async Task All_services_in_one_container_bring_back_what_was_lost()
    {
        await Docker.NeedAsync();
        await using var system = await ComposedSystem.StartStandaloneAsync();
        var before = await system.TextAsync();
        var timestamp = await system.BackUpAsync();
        await DestroyAsync(system);
        await system.RestoreAsync(timestamp);
        Assert.Equal(before, await system.TextAsync());
    }

    /// <summary>A worker stands still with its part of a backup in its hands and is killed so.</summary>
    private static async Task<string> BackUpWithKilledWorkerAsync(ComposedSystem system)
    {
        await system.ComposeAsync("pause", "volume-archiver");
        var timestamp = await system.Api.BackUpAsync(Token);
        await Waiting.ForAsync<object>(
            "the databases to be backed up",
            TimeSpan.FromMinutes(3),
            async () => (await system.Api.BackupStatusAsync(timestamp, Token))?.Contains("pending DBs: []", StringComparison.Ordinal) == true ? timestamp : null,
            Token);
        await system.ComposeAsync("kill", "volume-archiver");
        Assert.Contains("pending Volumes: [edweb gitserver]", await system.Api.BackupStatusAsync(timestamp, Token), StringComparison.Ordinal);
        await system.UpAsync();
        await system.SucceedsAsync($"backup {timestamp}", () => system.Api.BackupStatusAsync(timestamp, Token));
        return timestamp;
    }

    private static async Task DestroyAsync(ComposedSystem system)
    {
        await system.SqlAsync("postgres", "DROP DATABASE gogs WITH (FORCE)");
        await system.OnVolumesAsync("find /volumes/gitserver -mindepth 1 -delete; chown -R 0:0 /volumes/edweb/html; rm /volumes/edweb/index.html");
    }
}
