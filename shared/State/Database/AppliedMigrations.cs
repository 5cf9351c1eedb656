using System.Data;
using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Holdfast.State.Database;

/// <summary>Tells by one small query whether a database has every migration that this program knows.</summary>
/// <remarks>EF's own way builds the model of the newest migration and compares it with the current one first: most of a service's start, and of its memory.</remarks>
internal static class AppliedMigrations
{
    /// <summary>False also when the database cannot be asked: who migrates then says why.</summary>
    public static async Task<bool> AreAllAsync(HoldfastDb db, CancellationToken cancellationToken)
    {
        var missing = Known(db.GetType()).ToHashSet();
        var connection = db.Database.GetDbConnection();
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = """SELECT "MigrationId" FROM "__EFMigrationsHistory" """;
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                missing.Remove(reader.GetString(0));
            }

            return missing.Count == 0;
        }
        catch (DbException)
        {
            return false;
        }
        finally
        {
            if (connection.State != ConnectionState.Closed)
            {
                await connection.CloseAsync();
            }
        }
    }

    internal static IEnumerable<string> Known(Type context) =>
        from type in typeof(HoldfastDb).Assembly.GetTypes()
        where type.IsSubclassOf(typeof(Migration)) && type.GetCustomAttribute<DbContextAttribute>()?.ContextType == context
        select type.GetCustomAttribute<MigrationAttribute>()!.Id;
}
