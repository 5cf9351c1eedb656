using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
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
                        tls.CertificateValidationCallback = (_, certificate, chain, errors) => Trusts(authorities, certificate, chain, errors);
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
                CertificateValidationCallback = authorities is null
                    ? null
                    : (_, certificate, chain, errors) => Trusts(authorities, certificate, chain, errors),
            };
        }

        return factory;
    }

    private static (Uri Url, bool Secure, int Port, X509Certificate2Collection? Authorities) Read(BusOptions options)
    {
        var url = new Uri(options.Url);
        var secure = url.Scheme is "amqps" or "rabbitmqs";
        return (
            url,
            secure,
            !url.IsDefaultPort ? url.Port : secure ? 5671 : 5672,
            secure && options.CaFile.Length > 0 ? Authorities(options.CaFile) : null);
    }

    private static X509Certificate2Collection Authorities(string path)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(path);
        return authorities;
    }

    private static bool Trusts(X509Certificate2Collection authorities, X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // private authorities publish no lists
        foreach (var element in sent?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return chain.Build((X509Certificate2)certificate);
    }
}
