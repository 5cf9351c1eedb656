namespace Holdfast.Engine.Sealing;

/// <summary>What an operator keeps to open an encrypted repository: a passphrase or a key file. Never shown.</summary>
public abstract class KeySecret
{
    private protected KeySecret()
    {
    }

    /// <summary>The name of the derivation in key files.</summary>
    internal abstract string Kdf { get; }

    /// <summary>What the secret is, for messages.</summary>
    internal abstract string Kind { get; }

    /// <summary>A passphrase: any text, not empty, used exactly as it is given.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public static KeySecret Passphrase(string passphrase) => new PassphraseSecret(passphrase, PassphraseSecret.NewIterations);

    /// <summary>The passphrase that a file's text holds: editors end the last line, and that end is not meant. Empty when nothing else is there.</summary>
    public static string PassphraseIn(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;

    /// <summary>The bytes of a key file: at least 32, all random, such as <c>head -c 32 /dev/urandom</c> makes them.</summary>
    /// <exception cref="ArgumentException">There are fewer than 32 bytes.</exception>
    public static KeySecret KeyFileBytes(ReadOnlySpan<byte> bytes) => new KeyFileSecret(bytes);

    /// <summary>What the secret is, without the secret.</summary>
    public override string ToString() => Kind;

    /// <summary>A passphrase whose new key files are cheaper to open than they should be, for tests.</summary>
    internal static KeySecret Passphrase(string passphrase, int iterations) => new PassphraseSecret(passphrase, iterations);

    /// <summary>The parameters for a new key file.</summary>
    internal abstract KdfDocument NewKdf(byte[] salt);

    /// <summary>The wrapping key, 32 bytes; for parameters that <see cref="KeyFile.Parse"/> has accepted.</summary>
    internal abstract byte[] WrappingKey(KdfDocument kdf);
}
