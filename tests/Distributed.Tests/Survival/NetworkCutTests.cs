using Holdfast.Distributed.Tests.Bus;
using Holdfast.Distributed.Tests.Platform;
using Holdfast.FaultyStores.Network;
using Holdfast.Sample.Platform;

namespace Holdfast.Distributed.Tests.Survival;

[Collection(SharedHoldfast.Name)]
public sealed class NetworkCutTests(SharedHoldfast shared)
{
    public static TheoryData<string> Services => [.. Enum.GetNames<Service>()];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_service_that_loses_its_connection_in_the_middle_loses_nothing(string name)
    {
        var (platform, holdfast, line) = (shared.Platform, shared.Holdfast, shared.LineOf(Enum.Parse<Service>(name)));
        await platform.SetAsync(1);
        var first = await holdfast.BackUpAsync();
        await platform.SetAsync(2);

        var connections = line.Connections;
        var second = await holdfast.Api.BackUpAsync(Token);
        line.HangUp();
        Succeeded(await holdfast.BackupEndAsync(second));
        await ConnectedAgainAsync(line, connections);

        connections = line.Connections;
        await holdfast.Api.RestoreAsync(first, Token);
        line.HangUp();
        Succeeded(await holdfast.RestoreEndAsync(first));
        await ConnectedAgainAsync(line, connections);
        await platform.IsAsync(1);
        await holdfast.RestoreAsync(second);
        await platform.IsAsync(2);
        await shared.NothingWaitsAsync();
    }

    /// <summary>Until the broker has given it up and keeps its work for another one, or for the same one when it is back with what it was doing all the time.</summary>
    [Theory]
    [InlineData(nameof(Service.VolumeArchiver), "volume-v1")]
    [InlineData(nameof(Service.Uploader), "uploader", true)]
    [InlineData(nameof(Service.DbDumper), "db-dumper", true)]
    public async Task A_worker_that_is_cut_off_for_longer_than_the_broker_waits_loses_nothing(string name, string queue, bool isLong = false)
    {
        Assert.SkipWhen(isLong && Environment.GetEnvironmentVariable("HOLDFAST_FULL_TESTS") != "1", "the broker waits half a minute: set HOLDFAST_FULL_TESTS=1");
        var (platform, holdfast, line) = (shared.Platform, shared.Holdfast, shared.LineOf(Enum.Parse<Service>(name)));
        await platform.SetAsync(1);
        await using var program = await AmqpProgram.ConnectAsync(shared.Broker.Address);

        var timestamp = await holdfast.Api.BackUpAsync(Token);
        line.Freeze();
        try
        {
            await Waiting.ForAsync<object>(
                $"work in {queue}", TimeSpan.FromMinutes(2), async () => await program.WaitingInAsync(queue) > 0 ? queue : null, Token);
        }
        finally
        {
            line.Thaw();
        }

        Succeeded(await holdfast.BackupEndAsync(timestamp));
        await platform.SetAsync(2);
        await holdfast.RestoreAsync(timestamp);
        await platform.IsAsync(1);
        await shared.NothingWaitsAsync();
    }

    private static Task<object> ConnectedAgainAsync(FaultProxy line, int connections) => Waiting.ForAsync<object>(
        "it to connect again", TimeSpan.FromMinutes(1), () => Task.FromResult<object?>(line.Connections > connections ? line : null), Token);

    private void Succeeded(string status) => Assert.True(status == HoldfastApi.Success, $"{status}\n{shared.Holdfast.Tails()}");
}
