namespace Holdfast.Hosting.Stores;

/// <summary>How much the uploader asks of the store, of whatever type. 0, the default, means without limit.</summary>
public sealed class StoreThrottleOptions
{
    /// <summary>Bytes stored and read, per second on average, 0 or more.</summary>
    public double BytesPerSecond { get; set; }

    /// <summary>Requests per second on average, 0 or more. A listing counts as one for each thousand of its items.</summary>
    public double RequestsPerSecond { get; set; }
}
