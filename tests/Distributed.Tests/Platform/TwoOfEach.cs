using Holdfast.Distributed.Tests.Bus;
using Holdfast.EndToEnd.Tests.Platforms;
using Holdfast.Sample.Platform;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.RabbitMq;

namespace Holdfast.Distributed.Tests.Platform;

/// <summary>Two processes of each service; as on a cluster of brokers: quorum queues, TLS, a virtual host of its own.</summary>
public sealed class TwoOfEach : IAsyncLifetime
{
    private string? _missing;
    private RabbitMqServer? _broker;
    private TinyPlatform? _platform;
    private DistributedHoldfast? _holdfast;

    internal TinyPlatform Platform => Here(_platform);

    internal DistributedHoldfast Holdfast => Here(_holdfast);

    public async ValueTask InitializeAsync()
    {
        try
        {
            _broker = await RabbitMqServer.StartAsync(secure: true);
        }
        catch (ServerMissingException missing)
        {
            _missing = missing.Message;
            return;
        }

        var bus = _broker.SecureAddress is null
            ? DistributedHoldfast.On(_broker.Address) with { QueueType = "Quorum" }
            : new HoldfastConfiguration.BusSection("RabbitMq", _broker.SecureAddress.ToString(), _broker.CaFile, "Quorum");
        _platform = await TinyPlatform.CreateAsync();
        _holdfast = await DistributedHoldfast.StartAsync(_platform, _ => bus, _ => 2);
    }

    /// <summary>A program on the same virtual host.</summary>
    internal Task<AmqpProgram> ProgramAsync() =>
        AmqpProgram.ConnectAsync(new UriBuilder(_broker!.Address) { Path = (_broker.SecureAddress ?? _broker.Address).AbsolutePath }.Uri);

    public async ValueTask DisposeAsync()
    {
        if (_holdfast is not null)
        {
            await _holdfast.DisposeAsync();
        }

        _platform?.Dispose();
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }
    }

    private T Here<T>(T? part)
        where T : class
    {
        Assert.SkipWhen(_missing is not null, _missing ?? "");
        return part ?? throw new InvalidOperationException("It was not started.");
    }
}
