namespace Holdfast.StoreAccess;

/// <summary>The configuration section <c>StoreAccess</c>.</summary>
internal sealed class StoreAccessOptions
{
    public const string Section = "StoreAccess";

    /// <summary>
    /// Bytes that may wait in staging to be stored, for all workers that share it; default 4 GiB. What is more waits unread where it comes from.
    /// </summary>
    public long StagingLimit { get; set; } = 4L << 30;
}
