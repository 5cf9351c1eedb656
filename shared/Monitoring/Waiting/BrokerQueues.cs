using Holdfast.Contracts;
using Holdfast.Hosting.Messaging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Holdfast.Monitoring.Waiting;

/// <summary>Asks RabbitMQ how full queues are: by passive declarations, which every broker answers and which change nothing.</summary>
/// <remarks>Its one connection is kept, and made anew when it has failed. Not for callers at the same time.</remarks>
internal sealed class BrokerQueues(IOptions<BusOptions> options) : IAsyncDisposable
{
    /// <summary>What is missing ends its channel; several at once keep that cheap.</summary>
    private const int Channels = 8;

    private IConnection? _connection;

    /// <summary>Whether there is a broker to ask.</summary>
    public bool Any => options.Value.Transport == BusTransport.RabbitMq;

    /// <summary>Asks for each queue and its errors. One that does not exist is empty, and nobody consumes it.</summary>
    public async Task<IReadOnlyList<QueueDepth>> ReadAsync(IReadOnlyList<string> queues, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await ConnectedAsync(cancellationToken);
            var parts = await Task.WhenAll(queues.Chunk((queues.Count + Channels - 1) / Channels).Select(part => ReadAsync(connection, part, cancellationToken)));
            return [.. parts.SelectMany(part => part)];
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _connection, null) is { } connection)
        {
            await connection.DisposeAsync();
        }
    }

    private static async Task<IReadOnlyList<QueueDepth>> ReadAsync(IConnection connection, string[] queues, CancellationToken cancellationToken)
    {
        await using var asking = new Asking(connection);
        var depths = new List<QueueDepth>();
        foreach (var queue in queues)
        {
            var own = await asking.AskAsync(queue, cancellationToken);
            var errors = await asking.AskAsync(Queues.Errors(queue), cancellationToken);
            depths.Add(new QueueDepth(queue, own?.MessageCount ?? 0, own?.ConsumerCount ?? 0, errors?.MessageCount ?? 0));
        }

        return depths;
    }

    private async Task<IConnection> ConnectedAsync(CancellationToken cancellationToken)
    {
        if (_connection is not { IsOpen: true })
        {
            await DisposeAsync();
            _connection = await RabbitMqConnection.Beside(options.Value).CreateConnectionAsync("holdfast-metrics", cancellationToken);
        }

        return _connection;
    }

    /// <summary>A channel that is replaced when a missing queue has ended it.</summary>
    private sealed class Asking(IConnection connection) : IAsyncDisposable
    {
        private const ushort NotFound = 404;

        /// <summary>How RabbitMQ says that there is none. The same number comes for a queue that is there but not yet, or no longer, served.</summary>
        private const string None = "NOT_FOUND - no queue";

        private IChannel? _channel;

        /// <returns>Null when there is no such queue.</returns>
        public async Task<QueueDeclareOk?> AskAsync(string queue, CancellationToken cancellationToken)
        {
            _channel ??= await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            try
            {
                return await _channel.QueueDeclarePassiveAsync(queue, cancellationToken);
            }
            catch (OperationInterruptedException exception) when (exception.ShutdownReason is { ReplyCode: NotFound, ReplyText: { } text } && text.StartsWith(None, StringComparison.Ordinal))
            {
                await DisposeAsync();
                return null;
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (_channel is not null)
            {
                await _channel.DisposeAsync();
                _channel = null;
            }
        }
    }
}
