using System.Globalization;
using Holdfast.TestServers.Processes;

namespace Holdfast.TestServers.RabbitMq;

/// <summary>The broker of the distribution's package, started privately on loopback.</summary>
internal sealed class InstalledBroker : IOwnBroker
{
    /// <summary>Where the package puts its programs.</summary>
    public const string Programs = "/usr/lib/rabbitmq/bin";

    private const string Account = "rabbitmq";

    private readonly string _folder;
    private readonly Dictionary<string, string?> _environment;
    private GuardedProcess? _broker;
    private GuardedProcess? _mapper;

    private InstalledBroker(string folder, int[] ports) => (_folder, _environment, Where) = (folder, Settings(folder, ports), ("127.0.0.1", ports[0], ports[3]));

    /// <summary>Whether it is installed.</summary>
    public static bool IsInstalled => File.Exists(Path.Combine(Programs, "rabbitmq-server"));

    public (string Host, int Port, int SecurePort) Where { get; }

    public string? Ended => _broker is { HasEnded: true } ? string.Join('\n', File.ReadLines(Log).TakeLast(30)) : null;

    private string Log => Path.Combine(_folder, "out.log");

    public static async Task<InstalledBroker> StartAsync(string folder, bool secure)
    {
        var ports = FreePort.Take(4);
        await BrokerFiles.WriteAsync(folder, folder, $"127.0.0.1:{ports[0]}", secure ? $"127.0.0.1:{ports[3]}" : null);
        await File.WriteAllTextAsync(Path.Combine(folder, "env.conf"), "");
        foreach (var path in (string[])[folder, .. Directory.GetFiles(folder)])
        {
            ServerUser.Own(path, Account);
        }

        var broker = new InstalledBroker(folder, ports);
        await broker.StartAgainAsync();
        return broker;
    }

    public async Task KillAsync()
    {
        await SignalAsync("-KILL");
        await _broker!.WaitAsync();
    }

    public Task FreezeAsync() => SignalAsync("-STOP");

    public Task ThawAsync() => SignalAsync("-CONT");

    public async Task StartAgainAsync()
    {
        var run = (string program) => (IEnumerable<string>)[.. ServerUser.Prefix(Account), program];
        _mapper ??= GuardedProcess.Start([.. run("/usr/bin/epmd"), "-port", _environment["ERL_EPMD_PORT"]!, "-address", "127.0.0.1"], Log, "KILL", environment: _environment);
        await FreePort.ListeningAsync(int.Parse(_environment["ERL_EPMD_PORT"]!, CultureInfo.InvariantCulture), Log);
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }

        _broker = GuardedProcess.Start(run(Path.Combine(Programs, "rabbitmq-server")), Log, "TERM", environment: _environment);
    }

    public Task<string> ControlAsync(params string[] arguments)
    {
        string[] command =
        [
            .. ServerUser.Prefix(Account), "env", .. _environment.Select(variable => $"{variable.Key}={variable.Value}"),
            Path.Combine(Programs, "rabbitmqctl"), .. arguments,
        ];
        return Task.FromResult(ServerUser.Run(command[0], command[1..]));
    }

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }

        if (_mapper is not null)
        {
            await _mapper.DisposeAsync();
        }
    }

    /// <summary>Signals the virtual machine, not the script around it; it notes its process id once it has started.</summary>
    private async Task SignalAsync(string signal) =>
        ServerUser.Run("kill", signal, (await File.ReadAllTextAsync(_environment["RABBITMQ_PID_FILE"]!)).Trim());

    private static Dictionary<string, string?> Settings(string folder, int[] ports) => new()
    {
        ["HOME"] = folder,
        ["LANG"] = "C.UTF-8",
        ["RABBITMQ_NODENAME"] = $"holdfast{ports[0]}@localhost",
        ["RABBITMQ_DIST_PORT"] = ports[1].ToString(CultureInfo.InvariantCulture),
        ["ERL_EPMD_PORT"] = ports[2].ToString(CultureInfo.InvariantCulture),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "mnesia"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
        ["RABBITMQ_PID_FILE"] = Path.Combine(folder, "pid"),
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq"),
        ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(folder, "env.conf"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "enabled_plugins"),
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1} +S 2:2 +sbwt none",
    };
}
