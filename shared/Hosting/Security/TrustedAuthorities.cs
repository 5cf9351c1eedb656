using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Holdfast.Hosting.Security;

/// <summary>Judges the certificates of servers: by the system's authorities, or by those of a file instead.</summary>
public sealed class TrustedAuthorities
{
    private readonly X509Certificate2Collection? _own;

    private TrustedAuthorities(X509Certificate2Collection? own) => _own = own;

    /// <summary>For <see cref="SslClientAuthenticationOptions"/> and the like.</summary>
    public RemoteCertificateValidationCallback Check => (_, certificate, chain, errors) => Problem(certificate, chain, errors) is null;

    /// <summary>Reads the authorities.</summary>
    /// <param name="caFile">A PEM file; empty for the system's.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It holds no certificates.</exception>
    public static TrustedAuthorities Of(string caFile)
    {
        if (caFile.Length == 0)
        {
            return new TrustedAuthorities(null);
        }

        var own = new X509Certificate2Collection();
        own.ImportFromPemFile(caFile);
        return new TrustedAuthorities(own);
    }

    /// <summary>What is wrong with a certificate; null when nothing is.</summary>
    /// <param name="certificate">The server's.</param>
    /// <param name="sent">What the system made of it, with those that the server sent along.</param>
    /// <param name="errors">What the system found.</param>
    public string? Problem(X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 own || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return "there is none";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return "it is for another name";
        }

        if (_own is null)
        {
            return errors == SslPolicyErrors.None ? null : Text(sent);
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_own);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // private authorities publish no lists
        foreach (var element in sent?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return chain.Build(own) ? null : Text(chain);
    }

    private static string Text(X509Chain? chain) => chain?.ChainStatus.Any(status => status.Status == X509ChainStatusFlags.NotTimeValid) == true
        ? "it has expired or is not valid yet"
        : "its authority is not trusted";
}
