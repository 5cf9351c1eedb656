using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Holdfast.TestServers.RabbitMq;

/// <summary>The settings of a broker for tests: no plugins, <c>guest</c> as its user, and when it is to speak TLS, a certificate and a virtual host of the name <c>hold/fast</c>.</summary>
internal static class BrokerFiles
{
    /// <summary>The certificate to trust.</summary>
    public const string Certificate = "broker.pem";

    private const string Key = "broker.key";
    private const string DefinitionsFile = "definitions.json";

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

    /// <summary>Writes them.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="seenAs">What the broker calls that folder.</param>
    /// <param name="listen">The address and port of AMQP.</param>
    /// <param name="listenSecurely">Those of AMQP over TLS; null when it is not to speak it.</param>
    public static async Task WriteAsync(string folder, string seenAs, string listen, string? listenSecurely)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "enabled_plugins"), "[].\n");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "rabbitmq.conf"),
            $"""
            listeners.tcp.default = {listen}
            consumer_timeout = 86400000
            disk_free_limit.absolute = 50MB
            loopback_users.guest = false

            """);
        if (listenSecurely is not null)
        {
            await AddTlsAsync(folder, seenAs, listenSecurely);
        }
    }

    private static async Task AddTlsAsync(string folder, string seenAs, string listen)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2049, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await File.WriteAllTextAsync(Path.Combine(folder, Certificate), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(folder, Key), key.ExportPkcs8PrivateKeyPem());
        await File.WriteAllTextAsync(Path.Combine(folder, DefinitionsFile), Definitions);
        await File.AppendAllTextAsync(
            Path.Combine(folder, "rabbitmq.conf"),
            $"""
            listeners.ssl.default = {listen}
            ssl_options.certfile = {seenAs}/{Certificate}
            ssl_options.keyfile = {seenAs}/{Key}
            ssl_options.verify = verify_none
            load_definitions = {seenAs}/{DefinitionsFile}

            """);
    }
}
