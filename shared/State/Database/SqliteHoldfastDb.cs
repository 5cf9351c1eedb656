using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Holdfast.State.Database;

/// <summary>Carries the migrations for SQLite; the code works with <see cref="HoldfastDb"/>.</summary>
public sealed class SqliteHoldfastDb(DbContextOptions<SqliteHoldfastDb> options) : HoldfastDb(options)
{
    /// <summary>Used by <c>dotnet ef</c>.</summary>
    internal sealed class DesignTime : IDesignTimeDbContextFactory<SqliteHoldfastDb>
    {
        public SqliteHoldfastDb CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<SqliteHoldfastDb>().UseSqlite("Data Source=design.db").Options);
    }
}
