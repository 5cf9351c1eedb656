using Holdfast.EndToEnd.Tests.Platforms;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.RabbitMq;

namespace Holdfast.Distributed.Tests.Platform;

/// <summary>A platform, a broker and services that several tests share; where there is no broker, what asks for one of them is skipped and says why.</summary>
public abstract class HoldfastOnBroker : IAsyncLifetime
{
    private string? _missing;
    private RabbitMqServer? _broker;
    private TinyPlatform? _platform;
    private DistributedHoldfast? _holdfast;

    internal RabbitMqServer Broker => Here(_broker);

    internal TinyPlatform Platform => Here(_platform);

    internal DistributedHoldfast Holdfast => Here(_holdfast);

    public async ValueTask InitializeAsync()
    {
        try
        {
            _broker = await StartBrokerAsync();
        }
        catch (ServerMissingException missing)
        {
            _missing = missing.Message;
            return;
        }

        _platform = await TinyPlatform.CreateAsync();
        _holdfast = await StartServicesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_holdfast is not null)
        {
            await _holdfast.DisposeAsync();
        }

        await ServicesStoppedAsync();
        _platform?.Dispose();
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }
    }

    private protected abstract Task<RabbitMqServer> StartBrokerAsync();

    /// <summary>Broker and platform are there.</summary>
    private protected abstract Task<DistributedHoldfast> StartServicesAsync();

    /// <summary>The broker is still there.</summary>
    private protected virtual ValueTask ServicesStoppedAsync() => ValueTask.CompletedTask;

    private T Here<T>(T? part)
        where T : class
    {
        Assert.SkipWhen(_missing is not null, _missing ?? "");
        return part ?? throw new InvalidOperationException("It was not started.");
    }
}
