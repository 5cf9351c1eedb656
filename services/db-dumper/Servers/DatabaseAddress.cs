using Npgsql;

namespace Holdfast.DbDumper.Servers;

/// <summary>Where a database is and how we log in; its text form never shows the password.</summary>
internal sealed class DatabaseAddress
{
    private readonly NpgsqlConnectionStringBuilder _settings;

    /// <param name="connectionString">An Npgsql connection string for one host.</param>
    /// <exception cref="ArgumentException">The text is no connection string, or names no database.</exception>
    public DatabaseAddress(string connectionString)
        : this(new NpgsqlConnectionStringBuilder(connectionString))
    {
    }

    private DatabaseAddress(NpgsqlConnectionStringBuilder settings)
    {
        _settings = settings;
        User = settings.Username ?? Environment.GetEnvironmentVariable("PGUSER") ?? Environment.UserName;
        Database = settings.Database ?? settings.Username ?? throw new ArgumentException("The connection string names no database.", nameof(settings));
        Host = settings.Host ?? "localhost";
    }

    public string Database { get; }

    public string User { get; }

    /// <summary>Host name, address, or the folder of a Unix socket.</summary>
    public string Host { get; }

    public int Port => _settings.Port;

    /// <summary>Whether the server is on this machine, as far as its address tells.</summary>
    public bool IsLocal => Host.StartsWith('/') || Host is "localhost" or "127.0.0.1" or "::1";

    /// <summary>The same server and login, another database.</summary>
    public DatabaseAddress With(string database) => new(new NpgsqlConnectionStringBuilder(_settings.ConnectionString) { Database = database });

    /// <summary>A closed connection of its own, outside any pool, whose statements may take as long as they need.</summary>
    public NpgsqlConnection CreateConnection() => new(new NpgsqlConnectionStringBuilder(_settings.ConnectionString)
    {
        Pooling = false,
        Multiplexing = false,
        Enlist = false,
        CommandTimeout = 0,
        KeepAlive = 30,
        TcpKeepAlive = true,
        ApplicationName = "holdfast",
    }.ConnectionString);

    /// <summary>The environment through which client programs get this address, the password included.</summary>
    /// <remarks>Environment, because everybody on the machine can read a command line.</remarks>
    public IEnumerable<KeyValuePair<string, string>> ClientEnvironment()
    {
        Dictionary<string, string?> variables = new(StringComparer.Ordinal)
        {
            ["PGHOST"] = Host,
            ["PGPORT"] = Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["PGUSER"] = User,
            ["PGDATABASE"] = Database,
            ["PGPASSWORD"] = _settings.Password,
            ["PGPASSFILE"] = _settings.Passfile,
            ["PGOPTIONS"] = _settings.Options,
            ["PGSSLMODE"] = SslMode(_settings.SslMode),
            ["PGSSLROOTCERT"] = _settings.RootCertificate,
            ["PGSSLCERT"] = _settings.SslCertificate,
            ["PGSSLKEY"] = _settings.SslKey,
            ["PGCONNECT_TIMEOUT"] = Math.Max(2, _settings.Timeout).ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["PGAPPNAME"] = "holdfast",
        };
        return variables.Where(variable => !string.IsNullOrEmpty(variable.Value)).Select(variable => KeyValuePair.Create(variable.Key, variable.Value!));
    }

    public override string ToString() => $"database '{Database}' on {Host}:{Port} as '{User}'";

    private static string SslMode(SslMode mode) => mode switch
    {
        Npgsql.SslMode.Disable => "disable",
        Npgsql.SslMode.Allow => "allow",
        Npgsql.SslMode.Require => "require",
        Npgsql.SslMode.VerifyCA => "verify-ca",
        Npgsql.SslMode.VerifyFull => "verify-full",
        _ => "prefer",
    };
}
