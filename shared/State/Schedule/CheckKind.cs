namespace Holdfast.State.Schedule;

/// <summary>How the newest backup is checked by schedule.</summary>
public enum CheckKind
{
    Verification,
    Drill,
}
