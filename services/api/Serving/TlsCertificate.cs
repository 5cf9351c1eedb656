using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Holdfast.Hosting.Api;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Serving;

/// <summary>The certificate of the API's TLS, from PEM files; read again when one of them changes, so that a renewal needs no restart.</summary>
/// <remarks>What cannot be read, such as a half-written renewal, leaves the one before in use; only at start it is an error.</remarks>
internal sealed partial class TlsCertificate(IOptions<ApiOptions> options, TimeProvider clock, ILogger<TlsCertificate> log)
{
    /// <summary>How often the files are looked at, at most.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    private readonly Lock _turn = new();
    private readonly ILogger _log = log;
    private SslStreamCertificateContext? _context;
    private (DateTime Certificate, DateTime Key) _read;
    private DateTimeOffset _looked;

    /// <summary>What a connection that begins now is to be offered.</summary>
    /// <exception cref="InvalidOperationException">The files have never held a usable certificate.</exception>
    public SslStreamCertificateContext Current()
    {
        lock (_turn)
        {
            var now = clock.GetUtcNow();
            if (_context is not null && now - _looked < BetweenLooks)
            {
                return _context;
            }

            var written = (File.GetLastWriteTimeUtc(options.Value.CertificateFile), File.GetLastWriteTimeUtc(options.Value.CertificateKeyFile));
            if (_context is null || written != _read)
            {
                Load();
                _read = written;
            }

            _looked = now;
            return _context!;
        }
    }

    private void Load()
    {
        var (certificate, key) = (options.Value.CertificateFile, options.Value.CertificateKeyFile);
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificate);
            var leaf = X509Certificate2.CreateFromPemFile(certificate, key);
            _context = SslStreamCertificateContext.Create(leaf, chain, offline: true);
            Loaded(leaf.Subject, leaf.NotAfter.ToUniversalTime());
        }
        catch (Exception cause) when (cause is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            if (_context is null)
            {
                throw new InvalidOperationException($"Api:certificateFile '{certificate}' and Api:certificateKeyFile '{key}' hold no usable certificate: {cause.Message}", cause);
            }

            NotLoaded(certificate, cause.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "The API's TLS certificate is that of {Subject}, valid until {Until:u}")]
    private partial void Loaded(string subject, DateTime until);

    [LoggerMessage(2, LogLevel.Error, "The changed TLS certificate '{File}' cannot be used, the one before stays in use: {Reason}")]
    private partial void NotLoaded(string file, string reason);
}
