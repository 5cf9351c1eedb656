using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Restores;
using Holdfast.Contracts.Runs;
using Holdfast.DbDumper.Tests.Databases;
using Holdfast.WorkerHosts;
using Npgsql;

namespace Holdfast.DbDumper.Tests.Runs;

/// <summary>Commands over the bus, through the engine into a store and back.</summary>
public sealed class DatabaseRunTests
{
    private static readonly ComponentId Component = ComponentId.Database("shop");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_database_goes_through_the_bus_and_the_engine_into_a_store_and_back(bool stageArchives)
    {
        using var server = await TestServer.SharedAsync();
        var name = $"Shop {Guid.NewGuid():N}"[..20];
        await server.Server.CreateDatabaseAsync(name, TestContext.Current.CancellationToken);
        await server.RunAsync(name, "CREATE TABLE t AS SELECT i, md5(i::text) FROM generate_series(1, 200000) i", $"ALTER DATABASE \"{name}\" SET work_mem = '9MB'");
        var (text, properties) = (await PlainText.OfAsync(server, name), await DatabaseProperties.OfAsync(server, name));
        await using var worker = await StartAsync(new(Settings(server, server.Server.ConnectionStringFor(name))) { ["DbDumper:StageArchives"] = $"{stageArchives}" });

        var first = Assert.IsType<ComponentCompleted>(await RunAsync(worker, Dump("2026-01-01t00-00-00", parent: null))).Snapshot;
        Assert.True(first.Size.LogicalBytes > 500_000 && first.Size.AddedBytes > 500_000, $"{first.Size}");
        var second = Assert.IsType<ComponentCompleted>(await RunAsync(worker, Dump("2026-01-02t00-00-00", first))).Snapshot;
        Assert.True(second.Size.AddedBytes < first.Size.LogicalBytes / 2, $"{second.Size}");

        await server.RunAsync(name, "DROP TABLE t", "CREATE TABLE wrong ()");
        var operation = Guid.NewGuid();
        Assert.DoesNotContain(Assert.IsType<PreflightReport>(await RunAsync(worker, Restore<PreflightDatabase>(operation, second))).Findings, finding => finding.Blocking);
        var forged = Assert.IsType<ComponentFailed>(await RunAsync(worker, Restore<PrepareDatabase>(operation, second with { SnapshotSha256 = first.SnapshotSha256 })));
        Assert.Contains("its bytes have changed", forged.Reason, StringComparison.Ordinal);
        Assert.IsType<ComponentPrepared>(await RunAsync(worker, Restore<PrepareDatabase>(operation, second)));
        Assert.Contains("wrong", await PlainText.OfAsync(server, name), StringComparison.Ordinal);
        Assert.IsType<ComponentCommitted>(await RunAsync(worker, new CommitDatabase { OperationId = operation, Namespace = "app", Component = Component, RunId = Guid.NewGuid(), Attempt = 1 }));
        Assert.Equal(text, await PlainText.OfAsync(server, name));
        Assert.Equal(properties, await DatabaseProperties.OfAsync(server, name));
        Assert.IsType<ComponentRolledBack>(await RunAsync(worker, new RollBackDatabase { OperationId = operation, Namespace = "app", Component = Component, RunId = Guid.NewGuid(), Attempt = 1 }));
        Assert.Contains("wrong", await PlainText.OfAsync(server, name), StringComparison.Ordinal);
        Assert.Equal([name], await server.DatabasesAsync(name));

        operation = Guid.NewGuid();
        Assert.IsType<ComponentPrepared>(await RunAsync(worker, Restore<PrepareDatabase>(operation, first)));
        Assert.IsType<ComponentDiscarded>(await RunAsync(worker, new DiscardDatabase { OperationId = operation, Namespace = "app", Component = Component, RunId = Guid.NewGuid(), Attempt = 1 }));
        Assert.Equal([name], await server.DatabasesAsync(name));
        Assert.IsType<ComponentPrepared>(await RunAsync(worker, Restore<PrepareDatabase>(operation, first)));
        Assert.IsType<ComponentCommitted>(await RunAsync(worker, new CommitDatabase { OperationId = operation, Namespace = "app", Component = Component, RunId = Guid.NewGuid(), Attempt = 1 }));
        Assert.IsType<ComponentForgotten>(await RunAsync(worker, new ForgetPreviousDatabase { OperationId = operation, Namespace = "app", Component = Component, RunId = Guid.NewGuid(), Attempt = 1 }));
        Assert.Equal([name], await server.DatabasesAsync(name));
        Assert.Equal(text, await PlainText.OfAsync(server, name));
    }

    [Fact]
    public async Task A_wrong_password_reaches_the_saga_in_plain_words_and_is_not_worth_another_try()
    {
        using var server = await TestServer.SharedAsync();
        var address = new NpgsqlConnectionStringBuilder(server.Server.ConnectionString) { Password = "wr0ng" }.ConnectionString;
        await using var worker = await StartAsync(Settings(server, address));
        var failure = Assert.IsType<ComponentFailed>(await RunAsync(worker, Dump("2026-01-01t00-00-00", parent: null)));
        Assert.False(failure.Retryable);
        Assert.Contains("password authentication failed", failure.Reason, StringComparison.Ordinal);
    }

    private static Task<WorkerHost> StartAsync(Dictionary<string, string?> settings) => WorkerHost.StartAsync(
        settings, builder => builder.AddDbDumper(), bus => bus.AddDbDumperConsumers(), TestContext.Current.CancellationToken);

    private static Task<RunEvent> RunAsync(WorkerHost worker, RunCommand command) => worker.RunAsync(command, TestContext.Current.CancellationToken);

    private static Dictionary<string, string?> Settings(TestServer server, string connectionString) => new(StringComparer.Ordinal)
    {
        ["Platform:Namespace"] = "app",
        ["Platform:Databases:0:Name"] = Component.Name,
        ["Platform:Databases:0:ConnectionString"] = connectionString,
        ["DbDumper:ClientFolders:0"] = server.Server.BinDirectory,
    };

    private static DumpDatabase Dump(string timestamp, ComponentSnapshot? parent) => new()
    {
        OperationId = Guid.NewGuid(),
        Namespace = "app",
        Component = Component,
        RunId = Guid.NewGuid(),
        Attempt = 1,
        Timestamp = timestamp,
        ParentSnapshotKey = parent?.SnapshotKey,
        ParentSnapshotSha256 = parent?.SnapshotSha256,
    };

    private static SnapshotCommand Restore<T>(Guid operation, ComponentSnapshot snapshot) => typeof(T) == typeof(PreflightDatabase)
        ? new PreflightDatabase { OperationId = operation, Namespace = "app", Component = Component, RunId = Guid.NewGuid(), Attempt = 1, SourceNamespace = "app", Snapshot = snapshot, Salvage = false }
        : new PrepareDatabase { OperationId = operation, Namespace = "app", Component = Component, RunId = Guid.NewGuid(), Attempt = 1, SourceNamespace = "app", Snapshot = snapshot, Salvage = false };
}
