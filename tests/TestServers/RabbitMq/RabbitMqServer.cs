using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Holdfast.TestServers.Conditions;
using Holdfast.TestServers.Processes;

namespace Holdfast.TestServers.RabbitMq;

/// <summary>A private RabbitMQ broker on loopback that can be killed and started again on what it had stored.</summary>
/// <remarks>
/// Order of choice: the broker whose address is in <c>HOLDFAST_TEST_RABBITMQ</c> (it can be neither killed nor started by tests); else installed
/// programs, started privately; else <see cref="ServerMissingException"/>. Which one was taken is printed.
/// </remarks>
public sealed class RabbitMqServer : IAsyncDisposable
{
    private const string Programs = "/usr/lib/rabbitmq/bin";
    private const string Account = "rabbitmq";

    private const string Definitions = """
        {
          "vhosts": [{ "name": "/" }, { "name": "hold/fast" }],
          "users": [{ "name": "guest", "password": "guest", "tags": "administrator" }],
          "permissions": [
            { "user": "guest", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*" },
            { "user": "guest", "vhost": "hold/fast", "configure": ".*", "write": ".*", "read": ".*" }
          ]
        }
        """;

    private readonly string _folder;
    private readonly Dictionary<string, string?> _environment;
    private GuardedProcess? _broker;
    private GuardedProcess? _mapper;

    private RabbitMqServer(Uri address, string folder, Dictionary<string, string?> environment) => (Address, _folder, _environment) = (address, folder, environment);

    /// <summary><c>amqp://user:password@host:port/</c>.</summary>
    public Uri Address { get; }

    /// <summary>Whether tests may kill it and start it again.</summary>
    public bool IsPrivate => _folder.Length > 0;

    /// <summary>Where it speaks TLS, as <c>amqps</c> with a virtual host of its own; null when it does not.</summary>
    public Uri? SecureAddress { get; private init; }

    /// <summary>The certificate to trust there.</summary>
    public string CaFile => Path.Combine(_folder, "broker.pem");

    /// <summary>Starts (or finds) a broker.</summary>
    /// <param name="secure">Whether it is to speak TLS too; a broker that was found never does.</param>
    /// <exception cref="ServerMissingException">None is here; the message says how to get one.</exception>
    public static async Task<RabbitMqServer> StartAsync(bool secure = false)
    {
        if (Environment.GetEnvironmentVariable("HOLDFAST_TEST_RABBITMQ") is { Length: > 0 } known)
        {
            Console.WriteLine("RabbitMQ: the broker of HOLDFAST_TEST_RABBITMQ");
            return new RabbitMqServer(new Uri(known), "", []);
        }

        if (!File.Exists(Path.Combine(Programs, "rabbitmq-server")))
        {
            throw new ServerMissingException("RabbitMQ is not installed: apt-get install rabbitmq-server, or put amqp://user:password@host:port/ into HOLDFAST_TEST_RABBITMQ");
        }

        var ports = FreePort.Take(4);
        var folder = Directory.CreateTempSubdirectory("holdfast-rabbitmq-").FullName;
        await File.WriteAllTextAsync(
            Path.Combine(folder, "rabbitmq.conf"),
            $"""
            listeners.tcp.default = 127.0.0.1:{ports[0]}
            consumer_timeout = 86400000
            disk_free_limit.absolute = 50MB

            """);
        if (secure)
        {
            await AddTlsAsync(folder, ports[3]);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "enabled_plugins"), "[].\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "env.conf"), "");
        foreach (var path in (string[])[folder, .. Directory.GetFiles(folder)])
        {
            ServerUser.Own(path, Account);
        }

        var server = new RabbitMqServer(new Uri($"amqp://guest:guest@127.0.0.1:{ports[0]}/"), folder, Settings(folder, ports))
        {
            SecureAddress = secure ? new Uri($"amqps://guest:guest@localhost:{ports[3]}/hold%2Ffast") : null,
        };
        await server.StartAgainAsync();
        Console.WriteLine($"RabbitMQ: started {Programs}/rabbitmq-server on 127.0.0.1:{ports[0]}");
        return server;
    }

    /// <summary>Ends the broker as a crash would; what was confirmed to publishers is on its disk.</summary>
    public async Task KillAsync()
    {
        await SignalAsync("-KILL");
        await _broker!.WaitAsync();
    }

    /// <summary>Leaves its connections open and answers nothing, until <see cref="ThawAsync"/>.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    public Task ThawAsync() => SignalAsync("-CONT");

    /// <summary>The names of its durable queues, as its own program tells them.</summary>
    public IReadOnlyList<string> DurableQueues()
    {
        string[] command =
        [
            .. ServerUser.Prefix(Account), "env", .. _environment.Select(variable => $"{variable.Key}={variable.Value}"),
            Path.Combine(Programs, "rabbitmqctl"), "--quiet", "list_queues", "--no-table-headers", "name", "durable",
        ];
        var said = ServerUser.Run(command[0], command[1..]);
        return [.. said.Split('\n').Select(line => line.Split('\t')).Where(cells => cells is [_, "true"]).Select(cells => cells[0])];
    }

    /// <summary>Starts it on what is stored and waits until it takes connections.</summary>
    public async Task StartAgainAsync()
    {
        var log = Path.Combine(_folder, "out.log");
        var run = (string program) => (IEnumerable<string>)[.. ServerUser.Prefix(Account), program];
        _mapper ??= GuardedProcess.Start([.. run("/usr/bin/epmd"), "-port", _environment["ERL_EPMD_PORT"]!, "-address", "127.0.0.1"], log, "KILL", environment: _environment);
        await FreePort.ListeningAsync(int.Parse(_environment["ERL_EPMD_PORT"]!, CultureInfo.InvariantCulture), log);
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }

        _broker = GuardedProcess.Start(run(Path.Combine(Programs, "rabbitmq-server")), log, "TERM", environment: _environment);
        await Eventually.TrueAsync(() => Task.FromResult(_broker.HasEnded || AnswersAmqp()), "RabbitMQ answers");
        if (_broker.HasEnded)
        {
            throw new InvalidOperationException($"RabbitMQ ended: {string.Join('\n', File.ReadLines(log).TakeLast(30))}");
        }
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

        if (IsPrivate)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>Lets it speak TLS with a certificate of its own, and start with a virtual host of the name <c>hold/fast</c>.</summary>
    private static async Task AddTlsAsync(string folder, int port)
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2049, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await File.WriteAllTextAsync(Path.Combine(folder, "broker.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(folder, "broker.key"), key.ExportPkcs8PrivateKeyPem());
        await File.WriteAllTextAsync(Path.Combine(folder, "definitions.json"), Definitions);
        await File.AppendAllTextAsync(
            Path.Combine(folder, "rabbitmq.conf"),
            $"""
            listeners.ssl.default = 127.0.0.1:{port}
            ssl_options.certfile = {folder}/broker.pem
            ssl_options.keyfile = {folder}/broker.key
            ssl_options.verify = verify_none
            load_definitions = {folder}/definitions.json

            """);
    }

    /// <summary>Signals the virtual machine, not the script around it; it notes its process id once it has started.</summary>
    private async Task SignalAsync(string signal) =>
        ServerUser.Run("kill", signal, (await File.ReadAllTextAsync(_environment["RABBITMQ_PID_FILE"]!)).Trim());

    private static Dictionary<string, string?> Settings(string folder, int[] ports)
    {
        var port = ports[1].ToString(CultureInfo.InvariantCulture);
        return new Dictionary<string, string?>
        {
            ["HOME"] = folder,
            ["LANG"] = "C.UTF-8",
            ["RABBITMQ_NODENAME"] = $"holdfast{ports[0]}@localhost",
            ["RABBITMQ_DIST_PORT"] = port,
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

    /// <summary>Whether the broker greets with its first frame: an open port alone may be a broker that still starts.</summary>
    private bool AnswersAmqp()
    {
        try
        {
            using var client = new System.Net.Sockets.TcpClient(Address.Host, Address.Port) { ReceiveTimeout = 2000 };
            var stream = client.GetStream();
            stream.Write("AMQP\u0000\u0000\u0009\u0001"u8);
            return stream.ReadByte() == 1; // a method frame: connection.start
        }
        catch (Exception exception) when (exception is System.Net.Sockets.SocketException or IOException)
        {
            return false;
        }
    }
}
