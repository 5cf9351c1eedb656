using Holdfast.Contracts.Components;
using Holdfast.DbDumper.Restores;
using Holdfast.Hosting.Platform;
using Holdfast.Hosting.Runs;

namespace Holdfast.DbDumper.Runs;

/// <summary>Finds the real database behind a component.</summary>
internal sealed class ConfiguredDatabases(PlatformOptions platform)
{
    /// <exception cref="RunFailedException">This service does not serve the component.</exception>
    public string ConnectionString(ComponentId component) => Find(component).ConnectionString;

    /// <summary>The target of a restore operation; the same for all of its steps.</summary>
    /// <exception cref="RunFailedException">This service does not serve the component.</exception>
    public RestoreTarget Target(ComponentId component, Guid operationId)
    {
        var database = Find(component);

        // The end of an id is random in every version of GUIDs, and short names leave the database's own name legible.
        return new RestoreTarget(database.ConnectionString, operationId.ToString("n")[^12..], database.MaintenanceDatabase);
    }

    private DatabaseOptions Find(ComponentId component) =>
        platform.Databases.FirstOrDefault(database => component.Kind == ComponentKind.Database && database.Name == component.Name)
        ?? throw new RunFailedException($"This db-dumper has no connection string for {component}. Add the database to Platform:Databases.", retryable: false);
}
