using System.Net.Sockets;
using Holdfast.TestServers.Conditions;
using Holdfast.TestServers.Containers;
using Holdfast.TestServers.Processes;

namespace Holdfast.TestServers.RabbitMq;

/// <summary>A RabbitMQ broker for tests that can be killed and started again on what it had stored.</summary>
/// <remarks>
/// Order of choice: the broker whose address is in <c>HOLDFAST_TEST_RABBITMQ</c> (it can be neither killed nor started by tests); else a container,
/// where Docker answers and has the image or can pull it; else installed programs, started privately on loopback; else
/// <see cref="ServerMissingException"/>. <c>HOLDFAST_TEST_SERVERS</c> leaves only <c>containers</c> or only <c>packages</c> of these. Which one was
/// taken is printed.
/// </remarks>
public sealed class RabbitMqServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly IOwnBroker? _own;

    private RabbitMqServer(Uri address, string folder, IOwnBroker? own) => (Address, _folder, _own) = (address, folder, own);

    /// <summary><c>amqp://user:password@host:port/</c>.</summary>
    public Uri Address { get; }

    /// <summary>Whether tests may kill it and start it again.</summary>
    public bool IsPrivate => _own is not null;

    /// <summary>Where it speaks TLS, as <c>amqps</c> with a virtual host of its own; null when it does not.</summary>
    public Uri? SecureAddress { get; private init; }

    /// <summary>The certificate to trust there.</summary>
    public string CaFile => Path.Combine(_folder, BrokerFiles.Certificate);

    private IOwnBroker Own => _own ?? throw new InvalidOperationException("The broker of HOLDFAST_TEST_RABBITMQ is not the tests' own.");

    /// <summary>Starts (or finds) a broker.</summary>
    /// <param name="secure">Whether it is to speak TLS too; a broker that was found never does, nor one that is not on this machine.</param>
    /// <exception cref="ServerMissingException">None is here; the message says how to get one.</exception>
    public static async Task<RabbitMqServer> StartAsync(bool secure = false)
    {
        if (Environment.GetEnvironmentVariable("HOLDFAST_TEST_RABBITMQ") is { Length: > 0 } known)
        {
            Console.WriteLine("RabbitMQ: the broker of HOLDFAST_TEST_RABBITMQ");
            return new RabbitMqServer(new Uri(known), "", own: null);
        }

        var folder = Directory.CreateTempSubdirectory("holdfast-rabbitmq-").FullName;
        IOwnBroker? own = await ServerChoice.StartAsync("RabbitMQ", DockerImages.RabbitMq, docker => ContainerBroker.StartAsync(docker, folder, secure));
        if (own is null && !InstalledBroker.IsInstalled)
        {
            Directory.Delete(folder, recursive: true);
            throw new ServerMissingException("RabbitMQ is not installed: apt-get install rabbitmq-server, or put amqp://user:password@host:port/ into HOLDFAST_TEST_RABBITMQ");
        }

        own ??= await InstalledBroker.StartAsync(folder, secure);
        var (host, port, securePort) = own.Where;
        var server = new RabbitMqServer(new Uri($"amqp://guest:guest@{host}:{port}/"), folder, own)
        {
            SecureAddress = secure && host == "127.0.0.1" ? new Uri($"amqps://guest:guest@localhost:{securePort}/hold%2Ffast") : null,
        };
        await server.AnswersAsync();
        Console.WriteLine($"RabbitMQ: {(own is InstalledBroker ? $"started {InstalledBroker.Programs}/rabbitmq-server" : $"a container of {DockerImages.RabbitMq}")} on {host}:{port}");
        return server;
    }

    /// <summary>Ends the broker as a crash would; what was confirmed to publishers is on its disk.</summary>
    public Task KillAsync() => Own.KillAsync();

    /// <summary>Leaves its connections open and answers nothing, until <see cref="ThawAsync"/>.</summary>
    public Task FreezeAsync() => Own.FreezeAsync();

    public Task ThawAsync() => Own.ThawAsync();

    /// <summary>The names of its durable queues, as its own program tells them.</summary>
    public async Task<IReadOnlyList<string>> DurableQueuesAsync()
    {
        var said = await Own.ControlAsync("--quiet", "list_queues", "--no-table-headers", "name", "durable");
        return [.. said.Split('\n').Select(line => line.Split('\t')).Where(cells => cells is [_, "true"]).Select(cells => cells[0])];
    }

    /// <summary>Starts it on what is stored and waits until it takes connections.</summary>
    public async Task StartAgainAsync()
    {
        await Own.StartAgainAsync();
        await AnswersAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_own is not null)
        {
            await _own.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task AnswersAsync()
    {
        await Eventually.TrueAsync(() => Task.FromResult(Own.Ended is not null || AnswersAmqp()), "RabbitMQ answers");
        if (Own.Ended is { } log)
        {
            throw new InvalidOperationException($"RabbitMQ ended: {log}");
        }
    }

    /// <summary>Whether the broker greets with its first frame: an open port alone may be a broker that still starts.</summary>
    private bool AnswersAmqp()
    {
        try
        {
            using var client = new TcpClient(Address.Host, Address.Port) { ReceiveTimeout = 2000 };
            var stream = client.GetStream();
            stream.Write("AMQP\u0000\u0000\u0009\u0001"u8);
            return stream.ReadByte() == 1; // a method frame: connection.start
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }
}
