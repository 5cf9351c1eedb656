using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Messaging;

/// <summary>Keeps messages in memory from consumers once running consumers were cancelled because the process stops.</summary>
/// <remarks>
/// The transport in memory goes on with what waited for a free slot, with a token that nobody cancels any more, and waits for its end without a limit.
/// Whoever sent such a message sends it again after the next start. A broker's messages stay with the broker.
/// </remarks>
internal sealed class NothingBeginsAfterStop : IEndpointConfigurationObserver, IFilter<ReceiveContext>
{
    private readonly TimeProvider _clock;
    private readonly TimeSpan _grace;

    /// <summary>A timestamp of the clock; 0 while the process is not to stop.</summary>
    private long _stoppedAt;

    public NothingBeginsAfterStop(IHostApplicationLifetime lifetime, IOptions<MassTransitHostOptions> options, TimeProvider clock)
    {
        (_clock, _grace) = (clock, options.Value.ConsumerStopTimeout ?? TimeSpan.Zero);
        lifetime.ApplicationStopping.Register(() => Volatile.Write(ref _stoppedAt, clock.GetTimestamp())); // before the bus is stopped, which counts from then
    }

    void IEndpointConfigurationObserver.EndpointConfigured<T>(T configurator) => configurator.ConfigureReceive(pipe => pipe.UseFilter(this));

    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) =>
        Volatile.Read(ref _stoppedAt) is var since and not 0 && _clock.GetElapsedTime(since) >= _grace ? Task.CompletedTask : next.Send(context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("nothingBeginsAfterStop");
}
