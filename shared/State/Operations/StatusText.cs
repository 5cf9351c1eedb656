using Holdfast.Contracts.Components;

namespace Holdfast.State.Operations;

/// <summary>The texts by which the REST API names a status. They are part of its contract: never change a letter.</summary>
public static class StatusText
{
    public const string Success = "Success";

    /// <summary>What came of a drill: in other words than a restore's, so that nobody takes it for one.</summary>
    /// <param name="components">How many there were.</param>
    /// <param name="error">The first error; null when there was none.</param>
    /// <param name="cancelled">Whether somebody cancelled it.</param>
    public static string Drill(int components, string? error, bool cancelled) => (error, cancelled) switch
    {
        (null, _) => $"drill succeeded: {components} component{(components == 1 ? " was" : "s were")} rebuilt beside the live data, checked and removed again; nothing live was changed",
        (_, true) => $"drill {error}",
        _ => $"drill failed: {error}",
    };

    /// <summary>The text of an operation that has not ended: names sorted, separated by spaces, brackets also when empty.</summary>
    /// <param name="components">Each component of the operation, and whether it has ended the present step.</param>
    public static string Ongoing(IEnumerable<(ComponentId Component, bool Completed)> components)
    {
        var all = components.ToList();
        return $"backup/restore operation ongoing with pending DBs: [{Names(ComponentKind.Database, false)}] "
            + $"and pending Volumes: [{Names(ComponentKind.Volume, false)}] "
            + $"and completed DBs: [{Names(ComponentKind.Database, true)}] "
            + $"and completed Volumes: [{Names(ComponentKind.Volume, true)}]";

        string Names(ComponentKind kind, bool completed) => string.Join(' ', all
            .Where(row => row.Component.Kind == kind && row.Completed == completed)
            .Select(row => row.Component.Name)
            .Order(StringComparer.Ordinal));
    }
}
