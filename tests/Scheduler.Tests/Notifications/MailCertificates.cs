using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Holdfast.Scheduler.Tests.Notifications;

/// <summary>A private authority, and certificates that it gave to mail servers.</summary>
internal sealed class MailCertificates : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;

    public MailCertificates()
    {
        var now = TimeProvider.System.GetUtcNow();
        var request = new CertificateRequest("CN=authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        _authority = request.CreateSelfSigned(now.AddDays(-10), now.AddDays(10));
        File.WriteAllText(CaFile, _authority.ExportCertificatePem());
    }

    /// <summary>PEM file with the authority.</summary>
    public string CaFile { get; } = Path.GetTempFileName();

    /// <summary>A server's certificate with its key.</summary>
    /// <param name="name">The host name that it is for.</param>
    /// <param name="days">Until when it is valid, from now; negative when that is over.</param>
    public X509Certificate2 Server(string name, int days = 1)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var signed = request.Create(_authority, now.AddDays(-5), now.AddDays(days), RandomNumberGenerator.GetBytes(8));
        using var whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null); // servers need the key in this form
    }

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
        File.Delete(CaFile);
    }
}
