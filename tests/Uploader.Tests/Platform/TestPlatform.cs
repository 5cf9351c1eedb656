using System.Security.Cryptography;
using System.Threading.Channels;
using Holdfast.Contracts;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Storage;
using Holdfast.Hosting.Messaging;
using Holdfast.Hosting.Stores;
using Holdfast.Messaging;
using Holdfast.ObjectStores;
using Holdfast.ObjectStores.Directories;
using Holdfast.StoreAccess;
using Holdfast.StoreAccess.Opening;
using Holdfast.StoreAccess.Requests;
using Holdfast.StoreAccess.Staging;
using Holdfast.StoreOpening;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Uploader.Tests.Platform;

/// <summary>An uploader with a store in a directory, and workers' access to it, on a bus in memory; remembers what was published.</summary>
internal sealed class TestPlatform : IBusEndpoints, IAsyncDisposable
{
    public const string Namespace = "app";

    private readonly Channel<object> _events = Channel.CreateUnbounded<object>();
    private IHost? _host;

    private TestPlatform(string folder, string? passphrase)
    {
        Folder = folder;
        PassphraseFile = passphrase is null ? "" : Path.Join(folder, "passphrase");
        if (passphrase is not null)
        {
            File.WriteAllText(PassphraseFile, passphrase + "\n");
        }
    }

    /// <summary>Everything of this platform.</summary>
    public string Folder { get; }

    public string PassphraseFile { get; }

    /// <summary>The root of the store.</summary>
    public string StoreFolder => Path.Join(Folder, "store");

    /// <summary>The store, past the uploader.</summary>
    public DirectoryStore Store => new(StoreFolder);

    public StagingArea Staging => new(StoreFolder);

    public IServiceProvider Services => _host!.Services;

    public IBus Bus => Services.GetRequiredService<IBus>();

    /// <summary>Stores backups and reads them.</summary>
    public Worker Worker => new(Services.GetRequiredService<IRepositories>(), Folder);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="passphrase">Null for backups without encryption.</param>
    /// <param name="wrap">Puts something in front of the store.</param>
    /// <param name="clock">The uploader's clock.</param>
    /// <param name="isRemote">Whether the uploader has to treat the store as one that is not a local directory.</param>
    /// <param name="patience">How long workers wait.</param>
    /// <param name="location">Where the store is, if not in a fresh folder; of a remote one only the staging area.</param>
    /// <param name="stagingLimit">Bytes that may wait in staging.</param>
    /// <param name="log">Is told what is logged.</param>
    /// <param name="settings">Further configuration.</param>
    public static async Task<TestPlatform> StartAsync(
        string? passphrase = null,
        Func<IObjectStore, IObjectStore>? wrap = null,
        TimeProvider? clock = null,
        bool isRemote = false,
        Patience? patience = null,
        string? location = null,
        long stagingLimit = 1L << 30,
        ILoggerProvider? log = null,
        IReadOnlyDictionary<string, string?>? settings = null)
    {
        var platform = new TestPlatform(Directory.CreateTempSubdirectory("holdfast-uploader-").FullName, passphrase);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ObjectStore:localLocation"] = location ?? platform.StoreFolder,
            ["Encryption:PassphraseFile"] = platform.PassphraseFile,
        });
        builder.Configuration.AddInMemoryCollection(settings);
        if (log is not null)
        {
            builder.Logging.AddProvider(log);
        }

        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddSingleton(patience ?? new Patience());
        builder.Services.AddSingleton(services => new StagingSpace(
            services.GetRequiredService<StagingArea>(), stagingLimit, () => isRemote, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<StagingSpace>>()));
        builder.AddUploader();
        builder.AddStoreAccess();
        if (wrap is not null || isRemote)
        {
            var directory = platform.Store;
            var store = new ConfiguredStore(wrap?.Invoke(directory) ?? directory, isRemote ? null : directory);
            builder.Services.AddSingleton<Func<ObjectStoreOptions, ConfiguredStore>>(_ => store);
            directory.CreateRoot();
        }

        builder.Services.AddSingleton<IBusEndpoints>(platform);
        builder.AddHoldfastBus(bus => bus.AddUploaderConsumers());
        platform._host = builder.Build();
        await platform._host.StartAsync(Stop);
        return platform;
    }

    /// <summary>A worker of another process: it has opened nothing yet.</summary>
    public Worker NewWorker(string? passphraseFile = null)
    {
        var passphrase = new Passphrase(passphraseFile ?? PassphraseFile);
        var opened = new OpenedRepositories(new KeyFileReader(NullLogger<KeyFileReader>.Instance), passphrase);
        return new Worker(
            new UploaderRepositories(
                Services.GetRequiredService<UploaderRequests>(),
                Staging,
                Services.GetRequiredService<StagingSpace>(),
                opened,
                new QuarantineReader(NullLogger<QuarantineReader>.Instance),
                passphrase,
                TimeProvider.System),
            Folder);
    }

    /// <summary>Sends a command and returns the event that it leads to.</summary>
    public async Task<object> SendAsync<T>(string queue, T command)
        where T : class
    {
        await Bus.SendCommandAsync(queue, command, Stop);
        return await NextEventAsync();
    }

    /// <summary>The next event that was not asked for yet.</summary>
    public async Task<object> NextEventAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        return await _events.Reader.ReadAsync(limit.Token);
    }

    /// <summary>Asks the uploader, and gives whichever answer comes.</summary>
    public async Task<object> AskAsync<TRequest, TAnswer>(TRequest request, string queue = Queues.Uploader)
        where TRequest : class
        where TAnswer : class
    {
        var client = Bus.CreateRequestClient<TRequest>(Queues.Address(queue), RequestTimeout.After(s: 30));
        var response = await client.GetResponse<TAnswer, StorageFailed>(request, Stop);
        return response.Message;
    }

    /// <summary>Stages bytes and asks for them to be stored.</summary>
    public Task<object> PutAsync(string key, byte[] content, string name = Namespace)
    {
        var operation = Guid.NewGuid();
        var path = Path.Join(Directory.CreateDirectory(Staging.RunFolder(name, operation, Guid.NewGuid())).FullName, "staged");
        File.WriteAllBytes(path, content);
        return AskAsync<StoreObject, ObjectStored>(new StoreObject
        {
            OperationId = operation,
            Namespace = name,
            Key = key,
            StagedPath = Staging.Relative(path),
            Length = content.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
        });
    }

    /// <summary>Backs up one stream and commits that as a backup.</summary>
    public async Task<BackupFound> BackUpAsync(string timestamp, byte[] content, BackupFound? parent = null)
    {
        var operation = Guid.NewGuid();
        var snapshot = await Worker.BackUpAsync(operation, timestamp, Worker.Stream, content, parent?.Components[0]);
        Assert.IsType<BackupCommitted>(await SendAsync(Queues.Uploader, Commands.Commit(operation, timestamp, snapshot)));
        return Assert.IsType<BackupFound>(await SendAsync(Queues.Uploader, Commands.Find(timestamp)));
    }

    /// <summary>Objects of the namespace as they lie in the directory, keys relative to it.</summary>
    public IReadOnlyList<string> Objects(string name = Namespace) => Directory.Exists(Path.Join(StoreFolder, name))
        ? [.. Directory.EnumerateFiles(Path.Join(StoreFolder, name), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Path.Join(StoreFolder, name), path)).Order(StringComparer.Ordinal)]
        : [];

    public string PathOf(string key, string name = Namespace) => Path.Join(StoreFolder, name, key);

    /// <summary>What lies in staging.</summary>
    public IReadOnlyList<string> StagedFiles() =>
        [.. Directory.EnumerateFiles(Staging.Root, "*", SearchOption.AllDirectories)];

    public void Configure(IBusRegistrationContext context, IBusFactoryConfigurator bus) => bus.ReceiveEndpoint("witness", endpoint =>
    {
        Observe<BackupCommitted>(endpoint);
        Observe<BackupCommitFailed>(endpoint);
        Observe<BackupFound>(endpoint);
        Observe<BackupNotFound>(endpoint);
        Observe<BackupDeleted>(endpoint);
        Observe<RetentionSwept>(endpoint);
        Observe<BackupVerified>(endpoint);
        endpoint.ConcurrentMessageLimit = 1; // in the order in which they were published
    });

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync(CancellationToken.None);
            _host.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }

    private void Observe<T>(IReceiveEndpointConfigurator endpoint)
        where T : class => endpoint.Handler<T>(context => _events.Writer.WriteAsync(context.Message).AsTask());
}
