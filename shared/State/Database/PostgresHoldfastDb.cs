using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Holdfast.State.Database;

/// <summary>Carries the migrations for PostgreSQL; the code works with <see cref="HoldfastDb"/>.</summary>
public sealed class PostgresHoldfastDb(DbContextOptions<PostgresHoldfastDb> options) : HoldfastDb(options)
{
    /// <summary>Used by <c>dotnet ef</c>.</summary>
    internal sealed class DesignTime : IDesignTimeDbContextFactory<PostgresHoldfastDb>
    {
        public PostgresHoldfastDb CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<PostgresHoldfastDb>().UseNpgsql("Host=design").Options);
    }
}
