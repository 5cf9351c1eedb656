using System.Diagnostics;
using System.Security.Cryptography;
using Holdfast.Distributed.Tests.Platform;
using Holdfast.EndToEnd.Tests.Platforms;
using Holdfast.Sample.Platform;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.RabbitMq;

namespace Holdfast.Distributed.Tests.Survival;

public sealed class WorkerTakeoverTests
{
    private const int Size = 96 << 20;
    private const string Component = "volume/v1";

    /// <summary>Slow enough that the volume is half stored for seconds.</summary>
    private static readonly KeyValuePair<string, string?>[] Throttled = [KeyValuePair.Create("ObjectStore__throttle__bytesPerSecond", (string?)"16000000")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_killed_worker_had_begun_another_one_goes_on_with_at_once()
    {
        await using var broker = await RabbitMqServer.StartAsync().OrSkipAsync();
        using var platform = await TinyPlatform.CreateAsync();
        var file = Path.Combine(platform.PathOf("v1"), "large");
        await File.WriteAllBytesAsync(file, RandomNumberGenerator.GetBytes(Size), Token);
        var hash = SHA256.HashData(await File.ReadAllBytesAsync(file, Token));
        await using var holdfast = await DistributedHoldfast.StartAsync(
            platform, _ => DistributedHoldfast.On(broker.Address), service => service == Service.VolumeArchiver ? 2 : 1, service => service == Service.Uploader ? Throttled : []);

        var timestamp = await holdfast.Api.BackUpAsync(Token);
        var runs = Path.Combine(platform.Store, "app", timestamp, "volume", "v1");
        await Waiting.ForAsync<object>("two packs", TimeSpan.FromMinutes(1), () => Task.FromResult<object?>(Packs(runs) >= 2 ? runs : null), Token);
        var first = Directory.GetDirectories(runs).Single();
        var victim = holdfast.Of(Service.VolumeArchiver).Single(process => process.Process.Tail().Contains($"{Component}: Backup in run", StringComparison.Ordinal));
        var other = holdfast.Of(Service.VolumeArchiver).Single(process => process != victim);
        await victim.Process.KillAsync();
        var stored = Bytes([first]);
        var since = Stopwatch.GetTimestamp();
        await Waiting.ForAsync<object>(
            "the other one to begin",
            TimeSpan.FromMinutes(1),
            () => Task.FromResult<object?>(other.Process.Tail().Contains($"{Component}: Backup in run", StringComparison.Ordinal) ? other : null),
            Token);
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.Equal(HoldfastApi.Success, await holdfast.BackupEndAsync(timestamp));

        var again = Bytes(Directory.GetDirectories(runs).Where(run => run != first));
        Assert.True(stored > Size / 5 && again > 0 && again < Size * 1.02 - stored, $"{stored} bytes were stored when it died, and {again} by the other one");
        File.Delete(file);
        await holdfast.RestoreAsync(timestamp);
        Assert.Equal(hash, SHA256.HashData(await File.ReadAllBytesAsync(file, Token)));
    }

    private static int Packs(string runs) => Directory.Exists(runs) ? Directory.GetFiles(runs, "*.pack", SearchOption.AllDirectories).Length : 0;

    private static long Bytes(IEnumerable<string> runs) =>
        runs.SelectMany(run => Directory.GetFiles(run, "*.pack", SearchOption.AllDirectories)).Sum(pack => new FileInfo(pack).Length);
}
