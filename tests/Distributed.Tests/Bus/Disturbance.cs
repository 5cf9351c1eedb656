using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Holdfast.Distributed.Tests.Bus;

/// <summary>Stands between the exchanges and the queues of a broker until it is disposed: every message comes late, out of order, and one in three twice.</summary>
internal sealed class Disturbance : IAsyncDisposable
{
    private static readonly TimeSpan Latest = TimeSpan.FromMilliseconds(600);

    private readonly Random _random = new(11);
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly IReadOnlyList<string> _queues;
    private int _twice;

    private Disturbance(IConnection connection, IChannel channel, IReadOnlyList<string> queues) => (_connection, _channel, _queues) = (connection, channel, queues);

    /// <summary>How many messages came twice.</summary>
    public int Twice => _twice;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="queues">Names of queues, each of which is bound to an exchange of its own name.</param>
    public static async Task<Disturbance> StartAsync(Uri broker, IReadOnlyList<string> queues)
    {
        var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync(Token);
        var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), Token);
        var disturbance = new Disturbance(connection, channel, queues);
        foreach (var queue in queues)
        {
            var tap = await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true, cancellationToken: Token);
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.ReceivedAsync += (_, delivery) =>
            {
                disturbance.PassOn(queue, delivery);
                return Task.CompletedTask;
            };
            await channel.BasicConsumeAsync(tap.QueueName, autoAck: false, consumer, Token);
            await channel.QueueBindAsync(tap.QueueName, queue, "", cancellationToken: Token);
            await channel.QueueUnbindAsync(queue, queue, "", cancellationToken: Token); // there is no moment at which a message goes nowhere
        }

        return disturbance;
    }

    /// <summary>Lets messages go straight to their queues again.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var queue in _queues)
        {
            await _channel.QueueBindAsync(queue, queue, "", cancellationToken: CancellationToken.None);
        }

        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private void PassOn(string queue, BasicDeliverEventArgs delivery)
    {
        var body = delivery.Body.ToArray(); // the client uses its buffer again
        var properties = new BasicProperties(delivery.BasicProperties);
        bool twice;
        TimeSpan first, second;
        lock (_random)
        {
            (twice, first, second) = (_random.Next(3) == 0, _random.NextDouble() * Latest, _random.NextDouble() * Latest);
        }

        _ = DeliverAsync();
        async Task DeliverAsync()
        {
            await PublishAfterAsync(first);
            await _channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, Token);
            if (twice)
            {
                await PublishAfterAsync(second);
                Interlocked.Increment(ref _twice);
            }
        }

        async Task PublishAfterAsync(TimeSpan delay)
        {
            await Task.Delay(delay, TimeProvider.System, Token); // is what this class is for
            await _channel.BasicPublishAsync("", queue, mandatory: true, properties, body, Token);
        }
    }
}
