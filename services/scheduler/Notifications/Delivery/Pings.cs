namespace Holdfast.Scheduler.Notifications.Delivery;

/// <summary>What a dead man's switch is told.</summary>
internal static class Pings
{
    public const string Start = "start";

    public const string Success = "success";

    public const string Fail = "fail";

    /// <summary>Changes nothing: for tests.</summary>
    public const string Log = "log";
}
