namespace Holdfast.DbDumper.Servers;

/// <summary>What every session of ours sets first.</summary>
internal static class QuietSession
{
    /// <summary>
    /// No objects of the database's own get in the way of catalog queries, no time-out set for the database or our login ends us,
    /// and a server whose client has vanished notices within about two minutes.
    /// </summary>
    public const string Sql = """
        SELECT pg_catalog.set_config('search_path', 'pg_catalog', false), pg_catalog.set_config('standard_conforming_strings', 'on', false);
        SELECT pg_catalog.set_config(name, '0', false) FROM pg_catalog.pg_settings
        WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'idle_session_timeout', 'transaction_timeout');
        SET default_transaction_read_only = off;
        SET tcp_keepalives_idle = 60; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 6;
        """;
}
