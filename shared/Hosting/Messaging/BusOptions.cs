namespace Holdfast.Hosting.Messaging;

/// <summary>The configuration section <c>Bus</c>.</summary>
public sealed class BusOptions
{
    public const string Section = "Bus";

    public BusTransport Transport { get; set; } = BusTransport.InMemory;

    /// <summary>
    /// For RabbitMq: <c>amqp://user:password@host:port/virtual-host</c>, or <c>amqps</c> for TLS; ports 5672 and 5671 unless named. A secret.
    /// </summary>
    public string Url { get; set; } = "";

    /// <summary>For TLS: a PEM file with the authorities to trust; those of the system when empty.</summary>
    public string CaFile { get; set; } = "";

    /// <summary>For RabbitMq: the type of queues that are created. One that exists keeps its type, and is an error when it has another.</summary>
    public QueueType QueueType { get; set; } = QueueType.Classic;
}
