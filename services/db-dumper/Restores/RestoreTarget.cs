using Holdfast.DbDumper.Servers;

namespace Holdfast.DbDumper.Restores;

/// <summary>The database that a restore replaces or creates.</summary>
internal sealed record RestoreTarget
{
    /// <param name="connectionString">Names the database, which need not exist.</param>
    /// <param name="restoreId">Names the restore: 1 to 36 letters, digits or dashes. The same in all of its steps.</param>
    public RestoreTarget(string connectionString, string restoreId)
    {
        Address = new DatabaseAddress(connectionString);
        Names = SideNames.For(Address.Database, restoreId);
    }

    public DatabaseAddress Address { get; }

    public SideNames Names { get; }
}
