using Holdfast.Sample.Platform;
using Holdfast.TestServers.Processes;

namespace Holdfast.Distributed.Tests.Platform;

/// <summary>One instance of a service as a process; it may be killed and started again.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private readonly string[] _command;
    private readonly string _folder;
    private readonly KeyValuePair<string, string?>[] _environment;
    private HoldfastProcess? _process;

    private ServiceProcess(Service service, string folder, Uri address, KeyValuePair<string, string?>[] environment)
    {
        (Service, _folder, Address, _command) = (service, folder, address, [Executable(service)]);
        _environment = [KeyValuePair.Create("ASPNETCORE_URLS", (string?)address.GetLeftPart(UriPartial.Authority)), .. environment];
    }

    public Service Service { get; }

    /// <summary>Where it answers: health, and for the API its calls.</summary>
    public Uri Address { get; }

    public HoldfastProcess Process => _process ?? throw new InvalidOperationException($"{Service} was not started.");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts an instance and returns at once.</summary>
    /// <param name="folder">For its configuration and log; the API key is in it already.</param>
    /// <param name="configuration">Gives the configuration of the service that listens there.</param>
    /// <param name="environment">Further variables.</param>
    public static ServiceProcess Start(
        Service service, string folder, Func<Uri, HoldfastConfiguration> configuration, params KeyValuePair<string, string?>[] environment)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Take()}/");
        Directory.CreateDirectory(folder);
        configuration(address).Write(Path.Combine(folder, "holdfast.json"));
        var process = new ServiceProcess(service, folder, address, environment);
        process.Start();
        return process;
    }

    /// <summary>Whether it lives; one that is just dying has ended when this returns.</summary>
    public async Task<bool> AnswersAsync()
    {
        using var client = new HttpClient { BaseAddress = Address };
        try
        {
            using var answer = await client.GetAsync(new Uri("healthz", UriKind.Relative), Token);
            return true;
        }
        catch (HttpRequestException)
        {
            await Process.EndAsync(Token);
            return false;
        }
    }

    public Task ReadyAsync() => Process.ReadyAsync(Address, Token);

    /// <summary>Starts it on what the last process left, after that has ended.</summary>
    public async Task StartAgainAsync()
    {
        await DisposeAsync();
        Start();
        await ReadyAsync();
    }

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Start() => _process = HoldfastProcess.Start(
        _command, Path.Combine(_folder, "holdfast.json"), Path.Combine(_folder, "..", "api-key"), Path.Combine(_folder, "service.log"), _environment);

    private static string Executable(Service service)
    {
        var name = service switch
        {
            Service.DbDumper => "db-dumper",
            Service.VolumeArchiver => "volume-archiver",
            _ => service.ToString().ToLowerInvariant(),
        };
        var standalone = new DirectoryInfo(Path.GetDirectoryName(HoldfastProcess.Executable())!);
        return Path.Combine(standalone.Parent!.Parent!.FullName, $"Holdfast.{service}.Host", standalone.Name, $"holdfast-{name}");
    }
}
