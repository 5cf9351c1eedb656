using Holdfast.Benchmarks.Platforms;
using Holdfast.Benchmarks.Processes;
using Holdfast.Benchmarks.StoreVerbs;
using Holdfast.TestServers.S3;

namespace Holdfast.Benchmarks.Suites;

/// <summary>How fast packs go into an S3 server and come back, next to rclone and to restic's way to S3.</summary>
internal sealed class StoresBenchmark : Benchmark
{
    private const int Packs = 24;

    /// <summary>What the engine does at once, and what rclone does by default.</summary>
    private const int AtOnce = 4;

    public override string Name => "stores";

    public override string Summary => "24 packs of 32 MiB into a private S3 server (Ceph) and back: up, down; next to rclone copy, restic backup and restore";

    public override void Run(Session session) => RunAsync(session).GetAwaiter().GetResult();

    private static async Task RunAsync(Session session)
    {
        var server = await CephServer.SharedAsync();
        var clients = StoreClient.All(server, session.Within("state"), AtOnce).ToList();
        clients.ForEach(client => session.Say($"{client.Name}: {(client.Version is null ? "this version" : session.Ask(client.Version).Split('\n')[0])}"));
        session.Say("write packs");
        var packs = session.Within("packs");
        PackFolder.Write(packs, session.Options.Quick ? Packs / 10 : Packs, session.Options.Seed);
        Warm(session, clients[0], packs);
        for (var round = 1; round <= session.Options.Rounds; round++)
        {
            var first = (round - 1) % clients.Count;
            foreach (var client in clients.Skip(first).Concat(clients.Take(first)))
            {
                await OneAsync(session, client, packs, round);
            }
        }
    }

    /// <summary>With its first bucket the server sets itself up, and with its first gigabyte it asks the kernel for the memory: nobody is to pay for that.</summary>
    private static void Warm(Session session, StoreClient client, string packs)
    {
        var staging = session.Within("staging");
        PackFolder.Stage(packs, staging);
        session.Run(client.Up(staging, "warm"));
        Folders.Remove(staging);
        CephServer.RemoveBucket("warm");
    }

    /// <summary>Both ways, in a bucket of its own that is emptied afterwards: the server holds everything in memory.</summary>
    private static async Task OneAsync(Session session, StoreClient client, string packs, int round)
    {
        var (bucket, staging, restored) = ($"bench{round}-{client.Name}", session.Within("staging"), session.Within("restored"));
        PackFolder.Stage(packs, staging);
        Folders.Renew(restored);
        if (client.Create is not null)
        {
            session.Run(client.Create(bucket));
        }

        await session.TimeAsync("up", client.Name, () => Task.FromResult(session.Run(client.Up(staging, bucket))));
        await session.TimeAsync("down", client.Name, () => Task.FromResult(session.Run(client.Down(bucket, restored))));
        if (round == 1 && PackFolder.Differences(packs, restored).FirstOrDefault() is { } wrong)
        {
            throw new ProcessFailedException($"{client.Name} brought back something else than it stored: {wrong}");
        }

        Folders.Remove(staging);
        Folders.Remove(restored);
        CephServer.RemoveBucket(bucket);
    }
}
