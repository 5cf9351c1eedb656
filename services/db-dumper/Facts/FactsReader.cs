using Npgsql;

namespace Holdfast.DbDumper.Facts;

/// <summary>Reads <see cref="DatabaseFacts"/> from the database a connection is in.</summary>
internal static class FactsReader
{
    // Columns that only some versions have are looked up in the row's JSON form.
    private const string Properties = """
        SELECT d.datname, pg_encoding_to_char(d.encoding), d.datcollate, d.datctype, coalesce(j->>'datlocprovider', 'c'),
               coalesce(j->>'datlocale', j->>'daticulocale'), j->>'daticurules', j->>'datcollversion', pg_get_userbyid(d.datdba), t.spcname,
               d.datconnlimit, d.datistemplate, shobj_description(d.oid, 'pg_database'), pg_database_size(d.oid), d.datacl IS NOT NULL,
               current_setting('server_version'), current_setting('server_version_num')::int / 10000
        FROM pg_database d CROSS JOIN LATERAL to_jsonb(d) j JOIN pg_tablespace t ON t.oid = d.dattablespace
        WHERE d.datname = current_database()
        """;

    private const string Grants = """
        SELECT pg_get_userbyid(a.grantor), CASE WHEN a.grantee <> 0 THEN pg_get_userbyid(a.grantee) END, a.privilege_type, a.is_grantable
        FROM pg_database d CROSS JOIN LATERAL aclexplode(d.datacl) WITH ORDINALITY a(grantor, grantee, privilege_type, is_grantable, n)
        WHERE d.datname = current_database() ORDER BY a.n
        """;

    private const string Settings = """
        SELECT CASE WHEN s.setrole <> 0 THEN pg_get_userbyid(s.setrole) END AS role, c.setting
        FROM pg_db_role_setting s CROSS JOIN LATERAL unnest(s.setconfig) WITH ORDINALITY c(setting, n)
        WHERE s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
        ORDER BY role NULLS FIRST, c.n
        """;

    private const string Extensions = """
        SELECT e.extname, e.extversion, n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace ORDER BY e.extname
        """;

    private const string Tablespaces = """
        SELECT DISTINCT t.spcname FROM pg_class c JOIN pg_tablespace t ON t.oid = c.reltablespace
        WHERE t.spcname <> 'pg_global' ORDER BY t.spcname
        """;

    /// <summary>Reads everything; consistent when the connection is in a transaction of one snapshot.</summary>
    /// <param name="withPasswords">Whether to keep password hashes that our login can read.</param>
    public static async Task<DatabaseFacts> ReadAsync(NpgsqlConnection connection, bool withPasswords, CancellationToken cancellationToken)
    {
        var hasGrants = false;
        var facts = (await CatalogQuery.ReadAsync(
            connection,
            Properties,
            row =>
            {
                hasGrants = row.GetBoolean(14);
                return Row(row);
            },
            cancellationToken)).Single();
        var grants = await CatalogQuery.ReadAsync(
            connection, Grants, row => new DatabaseGrant(row.GetString(0), row.Text(1), row.GetString(2), row.GetBoolean(3)), cancellationToken);
        return facts with
        {
            Grants = hasGrants ? grants : null,
            Settings = await CatalogQuery.ReadAsync(connection, Settings, row => CatalogQuery.Setting(row.Text(0), row.GetString(1)), cancellationToken),
            Extensions = await CatalogQuery.ReadAsync(
                connection, Extensions, row => new ExtensionFact(row.GetString(0), row.GetString(1), row.GetString(2)), cancellationToken),
            ObjectTablespaces = await CatalogQuery.ReadAsync(connection, Tablespaces, row => row.GetString(0), cancellationToken),
            Roles = await RoleReader.ReadAsync(connection, withPasswords, cancellationToken),
        };
    }

    private static DatabaseFacts Row(NpgsqlDataReader row) => new()
    {
        Name = row.GetString(0),
        Encoding = row.GetString(1),
        Collation = row.GetString(2),
        CharacterType = row.GetString(3),
        LocaleProvider = row.GetString(4) switch { "i" => LocaleProvider.Icu, "b" => LocaleProvider.Builtin, _ => LocaleProvider.Libc },
        Locale = row.Text(5),
        IcuRules = row.Text(6),
        CollationVersion = row.Text(7),
        Owner = row.GetString(8),
        Tablespace = row.GetString(9),
        ConnectionLimit = row.GetInt32(10),
        IsTemplate = row.GetBoolean(11),
        Comment = row.Text(12),
        SizeBytes = row.GetInt64(13),
        ServerVersion = row.GetString(15),
        ServerMajor = row.GetInt32(16),
        Settings = [],
        Extensions = [],
        ObjectTablespaces = [],
        Roles = [],
    };
}
