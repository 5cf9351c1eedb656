using MassTransit;

namespace Holdfast.Hosting.Messaging;

/// <summary>Receive endpoints that depend on configuration, such as one for each mounted volume. Register it as a service.</summary>
public interface IBusEndpoints
{
    void Configure(IBusRegistrationContext context, IBusFactoryConfigurator bus);
}
