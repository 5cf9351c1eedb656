using Holdfast.DbDumper.Servers;

namespace Holdfast.DbDumper.Restores;

/// <summary>The database that a restore replaces or creates.</summary>
internal sealed record RestoreTarget
{
    /// <param name="connectionString">Names the database, which need not exist.</param>
    /// <param name="restoreId">Names the restore: 1 to 36 letters, digits or dashes. The same in all of its steps.</param>
    /// <param name="maintenanceDatabase">Where to work from; <c>template1</c> stands in for it where it is itself the target or missing.</param>
    public RestoreTarget(string connectionString, string restoreId, string maintenanceDatabase = "postgres")
    {
        (MaintenanceDatabase, RestoreId) = (maintenanceDatabase, restoreId);
        Address = new DatabaseAddress(connectionString);
        Names = SideNames.For(Address.Database, restoreId);
    }

    public DatabaseAddress Address { get; }

    public string MaintenanceDatabase { get; }

    public string RestoreId { get; }

    /// <summary>Whether the copy will only be discarded, with the roles created for it.</summary>
    public bool IsDrill { get; init; }

    public SideNames Names { get; }
}
