using System.Globalization;
using System.Security.Cryptography;
using DotNet.Testcontainers.Configurations;
using Holdfast.TestServers.Containers;
using Npgsql;
using Testcontainers.PostgreSql;

namespace Holdfast.TestServers.Postgres;

/// <summary>A PostgreSQL server in a container, set up as <see cref="PrivateCluster"/> is.</summary>
internal sealed class ContainerCluster : IOwnCluster
{
    private const int Port = 5432;
    private readonly RunningContainer _container;

    private ContainerCluster(RunningContainer container, string connectionString) => (_container, ConnectionString) = (container, connectionString);

    public string ConnectionString { get; }

    public static async Task<ContainerCluster> StartAsync(DockerDaemon docker, string image, CancellationToken cancellationToken)
    {
        var password = RandomNumberGenerator.GetHexString(32);
        var builder = new PostgreSqlBuilder(image)
            .WithDatabase("postgres").WithUsername("postgres").WithPassword(password)
            .WithEnvironment("POSTGRES_INITDB_ARGS", "--auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync")
            .WithCommand(new OverwriteEnumerable<string>(["postgres", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=300"]));
        var container = await RunningContainer.StartAsync(docker, builder, [Port], cancellationToken);
        var address = new NpgsqlConnectionStringBuilder
        {
            Host = container.Host,
            Port = container.Ports[0],
            Username = "postgres",
            Password = password,
            Database = "postgres",
            IncludeErrorDetail = true,
        };
        return new ContainerCluster(container, address.ConnectionString);
    }

    public Task KillAsync(int process) => _container.RunAsync("sh", "-c", $"kill -KILL {process.ToString(CultureInfo.InvariantCulture)}");

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}
