namespace Holdfast.DbDumper.Tests.Databases;

/// <summary>What pg_dump leaves out: the catalog's own text of a database's properties, for comparing.</summary>
internal static class DatabaseProperties
{
    public static Task<string> OfAsync(TestServer server, string database) => server.GetAsync<string>(
        database,
        """
        SELECT concat_ws(E'\n', datdba::regrole, pg_encoding_to_char(encoding), datcollate, datctype, datconnlimit, datistemplate, datallowconn, datacl,
               coalesce(to_jsonb(d)->>'datlocprovider', ''), coalesce(to_jsonb(d)->>'daticulocale', to_jsonb(d)->>'datlocale', ''), shobj_description(oid, 'pg_database'),
               (SELECT string_agg(CASE WHEN setrole <> 0 THEN setrole::regrole::text ELSE '' END || ':' || setconfig::text, E'\n' ORDER BY setrole) FROM pg_db_role_setting WHERE setdatabase = d.oid),
               (SELECT string_agg(extname || ' ' || extversion, ',' ORDER BY extname) FROM pg_extension))
        FROM pg_database d WHERE datname = current_database()
        """);
}
