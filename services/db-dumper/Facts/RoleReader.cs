using Npgsql;

namespace Holdfast.DbDumper.Facts;

/// <summary>Reads the roles that the current database cannot be rebuilt without.</summary>
internal static class RoleReader
{
    // pg_shdepend does not record the superuser of initdb (oid 10), nor PostgreSQL's predefined roles, which every server has.
    private const string NeededRoles = """
        WITH RECURSIVE here AS (SELECT oid, datdba, datacl FROM pg_database WHERE datname = current_database()),
        owners(oid) AS (
            SELECT datdba FROM here
            UNION SELECT refobjid FROM pg_shdepend, here WHERE refclassid = 'pg_authid'::regclass AND dbid = here.oid AND deptype = 'o'
            UNION SELECT 10 WHERE EXISTS (SELECT FROM pg_class WHERE relowner = 10 AND oid >= 16384)
                OR EXISTS (SELECT FROM pg_proc WHERE proowner = 10 AND oid >= 16384) OR EXISTS (SELECT FROM pg_type WHERE typowner = 10 AND oid >= 16384)
                OR EXISTS (SELECT FROM pg_namespace WHERE nspowner = 10 AND oid >= 16384)
                OR EXISTS (SELECT FROM pg_largeobject_metadata WHERE lomowner = 10)),
        needed(oid) AS (
            SELECT oid FROM owners
            UNION SELECT refobjid FROM pg_shdepend, here WHERE refclassid = 'pg_authid'::regclass
                AND (dbid = here.oid OR (dbid = 0 AND classid = 'pg_database'::regclass AND objid = here.oid))
            UNION SELECT a.grantee FROM here, aclexplode(here.datacl) a
            UNION SELECT a.grantor FROM here, aclexplode(here.datacl) a
            UNION SELECT s.setrole FROM pg_db_role_setting s, here WHERE s.setdatabase = here.oid
            UNION SELECT m.roleid FROM pg_auth_members m JOIN needed ON m.member = needed.oid)
        """;

    private const string Roles = NeededRoles + """

        SELECT r.rolname, r.oid = 10, r.rolsuper, r.rolinherit, r.rolcreaterole, r.rolcreatedb, r.rolcanlogin, r.rolreplication, r.rolbypassrls,
               r.rolconnlimit, r.rolvaliduntil::text, shobj_description(r.oid, 'pg_authid'), r.oid IN (SELECT oid FROM owners), r.rolconfig
        FROM pg_roles r WHERE r.oid IN (SELECT oid FROM needed) AND r.rolname NOT LIKE 'pg\_%' ORDER BY r.rolname
        """;

    private const string Memberships = """
        SELECT member.rolname, parent.rolname, m.admin_option, (j->>'inherit_option')::boolean, (j->>'set_option')::boolean
        FROM pg_auth_members m CROSS JOIN LATERAL to_jsonb(m) j JOIN pg_roles member ON member.oid = m.member JOIN pg_roles parent ON parent.oid = m.roleid
        ORDER BY member.rolname, parent.rolname
        """;

    private const string Passwords = "SELECT rolname, rolpassword FROM pg_authid WHERE rolpassword IS NOT NULL";

    public static async Task<IReadOnlyList<RoleFact>> ReadAsync(NpgsqlConnection connection, bool withPasswords, CancellationToken cancellationToken)
    {
        var roles = await CatalogQuery.ReadAsync(connection, Roles, Row, cancellationToken);
        var memberships = (await CatalogQuery.ReadAsync(connection, Memberships, Membership, cancellationToken)).ToLookup(pair => pair.Member, pair => pair.Membership);
        var passwords = withPasswords && await CanReadPasswordsAsync(connection, cancellationToken)
            ? (await CatalogQuery.ReadAsync(connection, Passwords, row => (Role: row.GetString(0), Hash: row.GetString(1)), cancellationToken))
                .ToDictionary(pair => pair.Role, pair => pair.Hash, StringComparer.Ordinal)
            : [];
        return [.. roles.Select(role => role with
        {
            Memberships = [.. memberships[role.Name]],
            PasswordHash = passwords.GetValueOrDefault(role.Name),
        })];
    }

    private static async Task<bool> CanReadPasswordsAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (await CatalogQuery.ReadAsync(connection, "SELECT has_table_privilege('pg_authid', 'SELECT')", row => row.GetBoolean(0), cancellationToken)).Single();

    private static (string Member, RoleMembership Membership) Membership(NpgsqlDataReader row) =>
        (row.GetString(0), new RoleMembership(row.GetString(1), row.GetBoolean(2), Flag(row, 3), Flag(row, 4)));

    private static bool? Flag(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetBoolean(column);

    private static RoleFact Row(NpgsqlDataReader row) => new()
    {
        Name = row.GetString(0),
        Bootstrap = row.GetBoolean(1),
        Superuser = row.GetBoolean(2),
        Inherit = row.GetBoolean(3),
        CreateRole = row.GetBoolean(4),
        CreateDatabase = row.GetBoolean(5),
        Login = row.GetBoolean(6),
        Replication = row.GetBoolean(7),
        BypassRowSecurity = row.GetBoolean(8),
        ConnectionLimit = row.GetInt32(9),
        ValidUntil = row.Text(10),
        Comment = row.Text(11),
        OwnsObjects = row.GetBoolean(12),
        Settings = row.IsDBNull(13) ? [] : [.. row.GetFieldValue<string[]>(13).Select(text => CatalogQuery.Setting(row.GetString(0), text))],
        Memberships = [],
    };
}
