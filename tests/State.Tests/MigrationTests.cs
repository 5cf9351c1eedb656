using Holdfast.Contracts.Components;
using Holdfast.Contracts.Runs;
using Holdfast.State.Database;
using Holdfast.State.Operations;
using Holdfast.TestServers.Databases;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Holdfast.State.Tests;

public class MigrationTests
{
    public static TheoryData<string> Providers => StateHost.Providers;

    [Fact]
    public void No_change_of_the_model_waits_for_a_migration()
    {
        using var sqlite = new SqliteHoldfastDb.DesignTime().CreateDbContext([]);
        using var postgres = new PostgresHoldfastDb.DesignTime().CreateDbContext([]);

        Assert.False(sqlite.Database.HasPendingModelChanges(), "dotnet ef migrations add <name> --context SqliteHoldfastDb -o Migrations/Sqlite");
        Assert.False(postgres.Database.HasPendingModelChanges(), "dotnet ef migrations add <name> --context PostgresHoldfastDb -o Migrations/Postgres");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Rows_come_back_as_they_were_written(string provider)
    {
        var options = await MigratedAsync(provider);
        var now = new DateTime(2023, 2, 2, 16, 0, 0, 123, DateTimeKind.Utc);
        var run = Guid.NewGuid();
        await using (var db = new HoldfastDb(StateDatabase.Options<HoldfastDb>(options)))
        {
            db.Add(new OperationComponent
            {
                OperationId = Guid.Empty,
                Component = ComponentId.Database("airflow"),
                Step = RunStep.Prepare,
                State = RunState.Running,
                EarlierRuns = [run],
                DispatchedAt = now,
            });
            db.Add(new OperationComponent
            {
                OperationId = Guid.Empty,
                Component = ComponentId.Volume("gitserver"),
                Snapshot = new SnapshotRow { SnapshotKey = "key", CapturedAt = now, LogicalBytes = 1L << 40 },
            });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await using var again = new HoldfastDb(StateDatabase.Options<HoldfastDb>(options));
        var rows = await again.Components.OrderBy(row => row.Component).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal((RunStep.Prepare, RunState.Running, now, DateTimeKind.Utc), (rows[0].Step, rows[0].State, rows[0].DispatchedAt, rows[0].DispatchedAt.Kind));
        Assert.Equal([run], rows[0].EarlierRuns);
        Assert.Null(rows[0].Snapshot);
        Assert.Equal(("key", now, 1L << 40), (rows[1].Snapshot!.SnapshotKey, rows[1].Snapshot!.CapturedAt, rows[1].Snapshot!.LogicalBytes));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Errors_of_the_real_database_are_told_apart(string provider)
    {
        var options = await MigratedAsync(provider);
        NamespaceLock Row() => new() { Namespace = "app" };
        await using var first = new HoldfastDb(StateDatabase.Options<HoldfastDb>(options));
        await using var second = new HoldfastDb(StateDatabase.Options<HoldfastDb>(options));
        var row = first.Add(Row()).Entity;
        await first.SaveChangesAsync(TestContext.Current.CancellationToken);

        second.Add(Row());
        var duplicate = await Assert.ThrowsAsync<DbUpdateException>(() => second.SaveChangesAsync(TestContext.Current.CancellationToken));
        Assert.True(TransientErrors.IsTransient(duplicate));

        second.ChangeTracker.Clear();
        Assert.True((await second.Locks.SingleAsync(TestContext.Current.CancellationToken)).TryAcquire(Guid.NewGuid(), default));
        await second.SaveChangesAsync(TestContext.Current.CancellationToken);
        Assert.True(row.TryAcquire(Guid.NewGuid(), default));
        var lost = await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => first.SaveChangesAsync(TestContext.Current.CancellationToken));
        Assert.True(TransientErrors.IsTransient(lost));

        var wrong = await Assert.ThrowsAnyAsync<Exception>(() => second.Database.ExecuteSqlAsync($"""INSERT INTO "Inbox" ("MessageId") VALUES (NULL)"""));
        Assert.False(TransientErrors.IsTransient(wrong));
    }

    private static async Task<StateOptions> MigratedAsync(string provider)
    {
        var options = new StateOptions
        {
            Provider = Enum.Parse<StateProvider>(provider),
            ConnectionString = await FreshDatabase.CreateAsync(provider, TestContext.Current.CancellationToken),
        };
        await StateDatabase.MigrateAsync(options, TestContext.Current.CancellationToken);
        await StateDatabase.MigrateAsync(options, TestContext.Current.CancellationToken); // nothing to do the second time
        return options;
    }
}
