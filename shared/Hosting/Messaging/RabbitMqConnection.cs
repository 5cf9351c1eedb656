using System.Security.Authentication;
using Holdfast.Hosting.Security;
using MassTransit;
using RabbitMQ.Client;

namespace Holdfast.Hosting.Messaging;

/// <summary>The connection to a RabbitMQ broker, as configured.</summary>
public static class RabbitMqConnection
{
    /// <summary>A frozen worker's messages go to another one after about two and a half heartbeats.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    /// <summary>Whether a URL is one of a broker.</summary>
    public static bool IsUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "amqp" or "amqps" or "rabbitmq" or "rabbitmqs";

    /// <exception cref="IOException">The file of authorities cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It is none.</exception>
    internal static void Configure(IRabbitMqBusFactoryConfigurator rabbit, BusOptions options)
    {
        var (url, secure, port, authorities) = Read(options);

        // The transport reads another scheme than brokers' tools do.
        rabbit.Host(new UriBuilder(url) { Scheme = secure ? "rabbitmqs" : "rabbitmq", Port = port }.Uri, host =>
        {
            host.Heartbeat(Heartbeat);
            if (secure)
            {
                host.UseSsl(tls =>
                {
                    tls.Protocol = SslProtocols.None; // what the system holds to be safe
                    if (authorities is not null)
                    {
                        tls.CertificateValidationCallback = authorities.Check;
                    }
                });
            }
        });
    }

    /// <summary>A connection beside the bus's, for what the bus has no words for. It does not mend itself.</summary>
    /// <exception cref="IOException">The file of authorities cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It is none.</exception>
    public static ConnectionFactory Beside(BusOptions options)
    {
        var (url, secure, port, authorities) = Read(options);
        var factory = new ConnectionFactory
        {
            Uri = new UriBuilder(url) { Scheme = secure ? "amqps" : "amqp", Port = port }.Uri,
            RequestedHeartbeat = Heartbeat,
            AutomaticRecoveryEnabled = false,
        };
        if (secure)
        {
            factory.Ssl = new SslOption
            {
                Enabled = true,
                ServerName = url.Host,
                Version = SslProtocols.None,
                CertificateValidationCallback = authorities?.Check,
            };
        }

        return factory;
    }

    private static (Uri Url, bool Secure, int Port, TrustedAuthorities? Authorities) Read(BusOptions options)
    {
        var url = new Uri(options.Url);
        var secure = url.Scheme is "amqps" or "rabbitmqs";
        return (
            url,
            secure,
            !url.IsDefaultPort ? url.Port : secure ? 5671 : 5672,
            secure && options.CaFile.Length > 0 ? TrustedAuthorities.Of(options.CaFile) : null);
    }
}
