namespace Holdfast.Hosting.Hooks;

/// <summary>The configuration section <c>Hooks</c>: what to call around the backup of a component, so that it is quiet meanwhile. By file or environment only.</summary>
public sealed class HookOptions
{
    public const string Section = "Hooks";

    /// <summary>
    /// When a worker dies between a hook before and the one after, the one after is called so long later, by that worker or another one. Default one minute.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    public IList<ComponentHookOptions> Components { get; init; } = [];
}
