namespace Holdfast.TestServers.RabbitMq;

/// <summary>A broker that was started for the tests and ends with them; they may kill it and start it again.</summary>
internal interface IOwnBroker : IAsyncDisposable
{
    /// <summary>The name and port of AMQP, and the port of AMQP over TLS.</summary>
    (string Host, int Port, int SecurePort) Where { get; }

    /// <summary>Whether it has ended by itself, and the end of its log then.</summary>
    string? Ended { get; }

    /// <summary>Ends it as a crash would.</summary>
    Task KillAsync();

    /// <summary>Leaves its connections open and answers nothing.</summary>
    Task FreezeAsync();

    Task ThawAsync();

    /// <summary>Starts it on what it had stored, and need not wait until it answers.</summary>
    Task StartAgainAsync();

    /// <summary>Runs <c>rabbitmqctl</c> and returns what it printed.</summary>
    Task<string> ControlAsync(params string[] arguments);
}
