namespace Holdfast.Hosting.Messaging;

/// <summary>How a broker keeps a queue.</summary>
public enum QueueType
{
    /// <summary>Durable, on one node: for a broker of one node.</summary>
    Classic,

    /// <summary>Replicated to the nodes of a cluster.</summary>
    Quorum,
}
