namespace Holdfast.Hosting.Messaging;

/// <summary>The configuration section <c>Bus</c>.</summary>
public sealed class BusOptions
{
    public const string Section = "Bus";

    public BusTransport Transport { get; set; } = BusTransport.InMemory;

    /// <summary>For RabbitMq: <c>amqp://user:password@host:port/virtual-host</c>, or <c>amqps</c>. A secret.</summary>
    public string Url { get; set; } = "";
}
