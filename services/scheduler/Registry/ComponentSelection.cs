using Holdfast.Contracts.Components;

namespace Holdfast.Scheduler.Registry;

/// <summary>Decides which components an operation covers, from names as people write them. Pure.</summary>
internal static class ComponentSelection
{
    /// <summary>The name that stands for all databases in a restore request.</summary>
    public const string AllDatabases = "postgres";

    /// <summary>The components that a backup covers.</summary>
    /// <param name="registered">What the registry knows.</param>
    /// <param name="wanted">Names or <c>kind/name</c>; everything registered when null.</param>
    /// <returns>The components, or why there can be no such backup.</returns>
    public static (IReadOnlyList<ComponentId> Components, string? Error) ForBackup(
        string @namespace, IReadOnlyCollection<ComponentId> registered, IReadOnlyList<string>? wanted)
    {
        if (registered.Count == 0)
        {
            return ([], $"nothing to back up: no component is registered in namespace {@namespace}; start db-dumper or volume-archiver with its databases and volumes");
        }

        if (wanted is null)
        {
            return ([.. registered.Order()], null);
        }

        var unknown = wanted.Where(name => !registered.Any(component => Names(component, name))).ToList();
        if (unknown.Count > 0)
        {
            return ([], $"not registered in namespace {@namespace}: {string.Join(' ', unknown)}");
        }

        return wanted.Count == 0
            ? ([], "nothing to back up: the list of components is empty")
            : ([.. registered.Where(component => wanted.Any(name => Names(component, name))).Order()], null);
    }

    /// <summary>The components that a restore covers: those of the backup, less the disabled ones.</summary>
    public static IReadOnlyList<ComponentId> ForRestore(IEnumerable<ComponentId> stored, IReadOnlyList<string> disabled) =>
    [
        .. stored.Where(component => !disabled.Any(name =>
            Names(component, name) || (name == AllDatabases && component.Kind == ComponentKind.Database))).Order(),
    ];

    /// <summary>Names to be left out that mean nothing: more likely a slip of the pen than a wish.</summary>
    public static IReadOnlyList<string> Unknown(IReadOnlyCollection<ComponentId> known, IReadOnlyList<string> disabled) =>
        [.. disabled.Where(name => name != AllDatabases && !known.Any(component => Names(component, name)))];

    private static bool Names(ComponentId component, string name) => component.Name == name || component.ToString() == name;
}
