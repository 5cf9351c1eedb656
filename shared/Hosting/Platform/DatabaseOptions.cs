namespace Holdfast.Hosting.Platform;

/// <summary>One database to protect.</summary>
public sealed class DatabaseOptions
{
    /// <summary>The component's name, as it is shown and as it stands in object keys; may differ from the database's own.</summary>
    public string Name { get; set; } = "";

    /// <summary>Npgsql connection string, with the database's own name. A secret.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The database to work from when the protected one must not be used, such as while it is renamed; default <c>postgres</c>.</summary>
    public string MaintenanceDatabase { get; set; } = "postgres";
}
