using System.Security.Cryptography;
using Holdfast.EndToEnd.Tests.Platforms;
using Holdfast.Sample.Platform;
using Npgsql;

namespace Holdfast.Distributed.Tests.Platform;

/// <summary>Every service as a process of its own on RabbitMQ, with state in PostgreSQL; each knows only what it needs.</summary>
internal sealed class DistributedHoldfast : IAsyncDisposable
{
    private static readonly TimeSpan OperationLimit = TimeSpan.FromMinutes(2);
    private readonly List<ServiceProcess> _processes;
    private readonly string _state;

    private DistributedHoldfast(List<ServiceProcess> processes, string state, HoldfastApi api) => (_processes, _state, Api) = (processes, state, api);

    /// <summary>The REST API of the first instance.</summary>
    public HoldfastApi Api { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The plain way to a broker.</summary>
    public static HoldfastConfiguration.BusSection On(Uri broker) => new("RabbitMq", broker.ToString());

    /// <summary>Starts the services and waits until all components are known.</summary>
    /// <param name="bus">How a service reaches the broker.</param>
    /// <param name="instances">How many processes of each service.</param>
    /// <param name="environment">Further variables for a service.</param>
    public static async Task<DistributedHoldfast> StartAsync(
        TinyPlatform platform,
        Func<Service, HoldfastConfiguration.BusSection> bus,
        Func<Service, int> instances,
        Func<Service, KeyValuePair<string, string?>[]>? environment = null)
    {
        var key = RandomNumberGenerator.GetHexString(40, lowercase: true);
        Directory.CreateDirectory(platform.State);
        await File.WriteAllTextAsync(Path.Combine(platform.State, "api-key"), key, Token);
        var state = await platform.Server.CreateDatabaseAsync(cancellationToken: Token);
        var processes = new List<ServiceProcess>();
        foreach (var service in Enum.GetValues<Service>())
        {
            for (var i = 0; i < instances(service); i++)
            {
                processes.Add(ServiceProcess.Start(
                    service, Path.Combine(platform.State, $"{service}-{i}"), address => Configuration(platform, bus(service), state, service, address), environment?.Invoke(service) ?? []));
            }
        }

        var holdfast = new DistributedHoldfast(processes, state, new HoldfastApi(processes.First(process => process.Service == Service.Api).Address, key));
        try
        {
            await Task.WhenAll(processes.Select(process => process.ReadyAsync()));
            await holdfast.WithTailsAsync(() => Waiting.ForAsync<object>("all components to be registered", OperationLimit, holdfast.AllKnownAsync, Token));
            return holdfast;
        }
        catch
        {
            await holdfast.DisposeAsync();
            throw;
        }
    }

    /// <summary>Every process.</summary>
    public IReadOnlyList<ServiceProcess> Processes => _processes;

    /// <summary>All instances of a service.</summary>
    public IEnumerable<ServiceProcess> Of(Service service) => _processes.Where(process => process.Service == service);

    /// <summary>Takes a backup that must succeed.</summary>
    public async Task<string> BackUpAsync()
    {
        var timestamp = await WithTailsAsync(() => Api.BackUpAsync(Token));
        Succeeded(await BackupEndAsync(timestamp));
        return timestamp;
    }

    /// <summary>Restores, which must succeed.</summary>
    public async Task RestoreAsync(string timestamp)
    {
        await Api.RestoreAsync(timestamp, Token);
        Succeeded(await RestoreEndAsync(timestamp));
    }

    public Task<string> BackupEndAsync(string timestamp) =>
        WithTailsAsync(() => HoldfastApi.EndAsync($"backup {timestamp}", OperationLimit, () => Api.BackupStatusAsync(timestamp, Token), _ => { }, Token));

    public Task<string> RestoreEndAsync(string timestamp) =>
        WithTailsAsync(() => HoldfastApi.EndAsync($"the restore of {timestamp}", OperationLimit, () => Api.RestoreStatusAsync(timestamp, Token), _ => { }, Token));

    /// <summary>Whether no restore has anything left to do: what one has replaced is removed after the next one has ended.</summary>
    public async Task<bool> RestoresRestAsync()
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_state) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Token);
        await using var question = new NpgsqlCommand(
            """
            SELECT NOT EXISTS (SELECT FROM "Restores" WHERE "EndedAt" IS NULL OR ("CurrentState" = 'Completed' AND "Open" > 0))
                AND (SELECT count(*) FROM "Restores" WHERE "UndoUntil" IS NOT NULL) <= 1
            """,
            connection);
        return await question.ExecuteScalarAsync(Token) is true;
    }

    /// <summary>The end of every service's log.</summary>
    public string Tails() => string.Join("\n\n", _processes.Select(process => $"{process.Service}:\n{process.Process.Tail()}"));

    /// <summary>Lets what the services wrote tell why a call broke.</summary>
    public async Task<T> WithTailsAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (exception is not HttpRequestException && !Token.IsCancellationRequested)
        {
            throw new InvalidOperationException($"{exception.Message}\n{Tails()}", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Task.WhenAll(_processes.Select(process => process.DisposeAsync().AsTask()));
    }

    private static HoldfastConfiguration Configuration(TinyPlatform platform, HoldfastConfiguration.BusSection bus, string state, Service service, Uri address)
    {
        var whole = platform.Configuration(address);
        return whole with
        {
            Platform = new(
                whole.Platform.Namespace,
                service == Service.DbDumper ? whole.Platform.Databases : [],
                service == Service.VolumeArchiver ? whole.Platform.Volumes : []),
            State = new("Postgres", state),
            Bus = bus,
        };
    }

    private async Task<object?> AllKnownAsync()
    {
        var (_, body) = await Api.CallAsync(HttpMethod.Get, "/api/components", null, Token);
        return body["components"]?.AsArray().Count == TinyPlatform.Databases.Count + TinyPlatform.Volumes.Count ? body : null;
    }

    private void Succeeded(string status) => Assert.True(status == HoldfastApi.Success, $"{status}\n{Tails()}");
}
