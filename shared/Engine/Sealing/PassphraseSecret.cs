using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Engine.Sealing;

/// <summary>A passphrase, stretched by PBKDF2 (RFC 8018) with HMAC-SHA-512 so that guessing is slow.</summary>
internal sealed class PassphraseSecret : KeySecret
{
    public const string KdfName = "pbkdf2-hmac-sha512";

    /// <summary>Iterations of new key files: some 0.1 s on one core, above the 210,000 that OWASP asks of SHA-512.</summary>
    public const int NewIterations = 250_000;

    /// <summary>A key file with fewer would make guessing cheap.</summary>
    public const int MinIterations = 1_000;

    /// <summary>A key file with more would keep its reader busy for minutes.</summary>
    public const int MaxIterations = 100_000_000;

    private readonly byte[] _passphrase;
    private readonly int _iterations;

    public PassphraseSecret(string passphrase, int iterations)
    {
        ArgumentException.ThrowIfNullOrEmpty(passphrase);
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, MinIterations);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(iterations, MaxIterations);
        (_passphrase, _iterations) = (Encoding.UTF8.GetBytes(passphrase), iterations);
    }

    internal override string Kdf => KdfName;

    internal override string Kind => "passphrase";

    internal override KdfDocument NewKdf(byte[] salt) => new() { Name = KdfName, Iterations = _iterations, Salt = salt };

    internal override byte[] WrappingKey(KdfDocument kdf) => Rfc2898DeriveBytes.Pbkdf2(
        _passphrase, kdf.Salt, kdf.Iterations ?? NewIterations, HashAlgorithmName.SHA512, AesGcmFormat.KeyLength);
}
