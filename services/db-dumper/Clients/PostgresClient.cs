namespace Holdfast.DbDumper.Clients;

/// <summary>Installed client programs of one major version.</summary>
/// <param name="Major">Major version, such as 15.</param>
/// <param name="Folder">Holds <c>pg_dump</c> and <c>pg_restore</c>.</param>
internal sealed record PostgresClient(int Major, string Folder)
{
    public string PgDump => Path.Combine(Folder, "pg_dump");

    public string PgRestore => Path.Combine(Folder, "pg_restore");
}
