namespace Holdfast.ObjectStores.Throttling;

/// <summary>How much a store may be asked for. Null means without limit.</summary>
public sealed class ThrottleOptions
{
    /// <summary>Bytes stored and read, per second on average; more than 0.</summary>
    public double? BytesPerSecond { get; init; }

    /// <summary>Requests per second on average; more than 0. A listing counts as one for each thousand of its items.</summary>
    public double? RequestsPerSecond { get; init; }
}
