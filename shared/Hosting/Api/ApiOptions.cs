using System.Net;

namespace Holdfast.Hosting.Api;

/// <summary>The configuration section <c>Api</c>.</summary>
public sealed class ApiOptions
{
    public const string Section = "Api";

    /// <summary>Addresses to listen on, separated by semicolons; default <c>http://127.0.0.1:8080</c>. Those with <c>https://</c> need a certificate.</summary>
    public string Urls { get; set; } = "http://127.0.0.1:8080";

    /// <summary>PEM file with the certificate for TLS, and after it those between it and the authority; read again when it changes.</summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>PEM file with the certificate's private key; may be the same file.</summary>
    public string CertificateKeyFile { get; set; } = "";

    /// <summary>Proxies in front, as addresses or networks such as <c>10.0.0.0/8</c>, whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed.</summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>Logging in through an identity provider.</summary>
    public OidcOptions Oidc { get; } = new();

    /// <summary>Whether <see cref="Urls"/> has an address with TLS.</summary>
    public bool HasTls => Urls.Split(';', StringSplitOptions.TrimEntries).Any(url => url.StartsWith("https://", StringComparison.OrdinalIgnoreCase));

    /// <summary>What an entry of <see cref="TrustedProxies"/> stands for; null when that is nothing.</summary>
    public static IPNetwork? Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;
}
