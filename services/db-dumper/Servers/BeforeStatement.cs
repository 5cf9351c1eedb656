namespace Holdfast.DbDumper.Servers;

/// <summary>Called before each statement of a <see cref="MaintenanceSession"/>; tests throw here to stand for a crash at that point.</summary>
internal delegate void BeforeStatement(string sql);
