using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Holdfast.EndToEnd.Tests.Platforms;
using Holdfast.Sample.Platform;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Holdfast.Distributed.Tests.Bus;

/// <summary>Another program on the bus: a plain AMQP client that knows docs/bus.md and nothing of Holdfast's code.</summary>
internal sealed class AmqpProgram : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly string _queue;
    private readonly ConcurrentQueue<JsonNode> _heard = [];

    private AmqpProgram(IConnection connection, IChannel channel, string queue) => (_connection, _channel, _queue) = (connection, channel, queue);

    /// <summary>Every queue that outlives its process.</summary>
    public static IReadOnlyList<string> HoldfastQueues { get; } =
    [
        "backup-saga", "restore-saga", "db-dumper", "uploader", "uploader-retention", "uploader-staging",
        "scheduler-registry", "scheduler-retention", "scheduler-retention-requests", "scheduler-deletion", "scheduler-status", "scheduler-schedule",
        "scheduler-signs", "scheduler-notifications", "scheduler-notification-tests",
        .. TinyPlatform.Volumes.Select(volume => $"volume-{volume}"),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<AmqpProgram> ConnectAsync(Uri broker)
    {
        var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync(Token);
        var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), Token);
        var name = $"program-{Guid.NewGuid():N}";
        await channel.QueueDeclareAsync(name, durable: false, exclusive: true, autoDelete: true, cancellationToken: Token);
        await channel.ExchangeDeclareAsync(name, ExchangeType.Fanout, durable: false, autoDelete: true, cancellationToken: Token);
        await channel.QueueBindAsync(name, name, "", cancellationToken: Token);
        var program = new AmqpProgram(connection, channel, name);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            program._heard.Enqueue(JsonNode.Parse(delivery.Body.Span)!);
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(name, autoAck: true, consumer, Token);
        return program;
    }

    /// <summary>Hears what is published of a type from now on.</summary>
    public async Task HearAsync(string type)
    {
        await _channel.ExchangeDeclareAsync(type, ExchangeType.Fanout, durable: true, cancellationToken: Token);
        await _channel.QueueBindAsync(_queue, type, "", cancellationToken: Token);
    }

    /// <summary>Publishes; it has reached a queue when this returns.</summary>
    public Task PublishAsync(string type, JsonObject message)
    {
        var envelope = new JsonObject
        {
            ["messageId"] = Guid.NewGuid(),
            ["requestId"] = Guid.NewGuid(),
            ["responseAddress"] = $"rabbitmq://{_connection.Endpoint.HostName}/{_queue}?temporary=true",
            ["messageType"] = new JsonArray($"urn:message:{type}"),
            ["message"] = message,
        };
        return SendAsync(type, envelope.ToJsonString());
    }

    /// <summary>Sends any body to an exchange.</summary>
    public async Task SendAsync(string exchange, string body) => await _channel.BasicPublishAsync(
        exchange,
        routingKey: "",
        mandatory: true,
        new BasicProperties { ContentType = "application/vnd.masstransit+json", DeliveryMode = DeliveryModes.Persistent },
        Encoding.UTF8.GetBytes(body),
        Token);

    /// <summary>Waits for a message of a type about an operation.</summary>
    public Task<JsonNode> HeardAsync(string type, Guid operation) => Waiting.ForAsync<JsonNode>(
        type,
        TimeSpan.FromMinutes(1),
        () => Task.FromResult(_heard.FirstOrDefault(heard =>
            heard["messageType"]!.AsArray().Any(one => $"{one}" == $"urn:message:{type}") && heard["message"]!["operationId"]?.GetValue<Guid>() == operation)?["message"]),
        Token);

    /// <summary>How many messages lie in a queue; 0 when it is one for errors that nobody has needed yet.</summary>
    public async Task<uint> WaitingInAsync(string queue)
    {
        await using var channel = await _connection.CreateChannelAsync(cancellationToken: Token); // a missing queue ends its channel
        try
        {
            return await channel.MessageCountAsync(queue, Token);
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException) when (queue.Contains('_', StringComparison.Ordinal))
        {
            return 0;
        }
    }

    /// <summary>Waits until none of Holdfast's queues has a message; those for what could not be read or failed must have none.</summary>
    public async Task NothingWaitsAsync()
    {
        foreach (var queue in HoldfastQueues)
        {
            await Waiting.ForAsync<object>(
                $"nothing to wait in {queue}", TimeSpan.FromMinutes(1), async () => await WaitingInAsync(queue) == 0 ? queue : null, Token);
        }

        var failed = new List<string>();
        foreach (var queue in HoldfastQueues.SelectMany(queue => (string[])[$"{queue}_error", $"{queue}_skipped"]))
        {
            for (var left = await WaitingInAsync(queue); left > 0; left--)
            {
                failed.Add($"{queue}: {await TakeAsync(queue)}");
            }
        }

        Assert.True(failed.Count == 0, string.Join('\n', failed));
    }

    /// <summary>Takes a message out of a queue for errors.</summary>
    /// <returns>Its content, and why it was moved there.</returns>
    private async Task<string> TakeAsync(string queue)
    {
        var taken = await _channel.BasicGetAsync(queue, autoAck: true, Token);
        var reasons = taken?.BasicProperties.Headers?.Where(header => header.Key.StartsWith("MT-Fault-", StringComparison.Ordinal))
            .Select(header => $"{header.Key}: {(header.Value is byte[] text ? Encoding.UTF8.GetString(text) : header.Value)}");
        return taken is null ? "taken by another" : $"{Encoding.UTF8.GetString(taken.Body.Span)}\n{string.Join('\n', reasons ?? [])}";
    }

    /// <summary>Throws away what lies in a queue.</summary>
    public Task PurgeAsync(string queue) => _channel.QueuePurgeAsync(queue, Token);

    /// <summary>What the broker says when a queue is declared as a classic one without arguments; null when that is what it is.</summary>
    public async Task<string?> ObjectionToClassicAsync(string queue)
    {
        await using var channel = await _connection.CreateChannelAsync(cancellationToken: Token); // an objection ends its channel
        try
        {
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, cancellationToken: Token);
            return null;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException exception)
        {
            return exception.ShutdownReason?.ReplyText;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
