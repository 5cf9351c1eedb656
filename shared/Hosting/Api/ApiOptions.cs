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

    /// <summary>Whether <see cref="Urls"/> has an address with TLS.</summary>
    public bool HasTls => Urls.Split(';', StringSplitOptions.TrimEntries).Any(url => url.StartsWith("https://", StringComparison.OrdinalIgnoreCase));
}
