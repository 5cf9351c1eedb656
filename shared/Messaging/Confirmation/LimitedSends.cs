using MassTransit;

namespace Holdfast.Messaging.Confirmation;

/// <summary>Limits what the consumers of every endpoint send.</summary>
/// <remarks>
/// A message is acknowledged when all that its consumer sent has ended, so a single send that never does takes a slot of its endpoint for good.
/// </remarks>
public sealed class LimitedSends : IEndpointConfigurationObserver, IFilter<ReceiveContext>
{
    void IEndpointConfigurationObserver.EndpointConfigured<T>(T configurator) => configurator.ConfigureReceive(pipe => pipe.UseFilter(this));

    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) => next.Send(new LimitedReceiveContext(context));

    public void Probe(ProbeContext context) => context.CreateFilterScope("limitedSends");
}
