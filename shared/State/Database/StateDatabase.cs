using Microsoft.EntityFrameworkCore;

namespace Holdfast.State.Database;

/// <summary>Opens the state database of a configuration and brings its schema up to date.</summary>
public static class StateDatabase
{
    /// <summary>Points a context at the configured database.</summary>
    public static void Use(this DbContextOptionsBuilder builder, StateOptions options)
    {
        if (options.Provider == StateProvider.Postgres)
        {
            builder.UseNpgsql(options.ConnectionString);
        }
        else
        {
            builder.UseSqlite(options.ConnectionString).AddInterceptors(new SqlitePragmas());
        }
    }

    /// <summary>Creates the database if it is missing and applies every migration; safe to call from several processes.</summary>
    public static async Task MigrateAsync(StateOptions options, CancellationToken cancellationToken)
    {
        await using HoldfastDb db = options.Provider == StateProvider.Postgres
            ? new PostgresHoldfastDb(Options<PostgresHoldfastDb>(options))
            : new SqliteHoldfastDb(Options<SqliteHoldfastDb>(options));
        if (await AppliedMigrations.AreAllAsync(db, cancellationToken))
        {
            return;
        }

        await using var turn = options.Provider == StateProvider.Postgres
            ? await MigrationTurn.TakeAsync(db, options.ConnectionString, cancellationToken)
            : null;
        await db.Database.MigrateAsync(cancellationToken);
    }

    internal static DbContextOptions<T> Options<T>(StateOptions options)
        where T : DbContext
    {
        var builder = new DbContextOptionsBuilder<T>();
        builder.Use(options);
        return builder.Options;
    }
}
