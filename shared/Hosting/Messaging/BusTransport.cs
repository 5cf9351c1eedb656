namespace Holdfast.Hosting.Messaging;

/// <summary>How messages travel.</summary>
public enum BusTransport
{
    /// <summary>Within one process; what is in flight is lost with it, and the watchdog sends it again.</summary>
    InMemory,

    RabbitMq,
}
