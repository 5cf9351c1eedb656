using System.Security.Cryptography;
using System.Text;
using Holdfast.Engine.Sealing;
using Holdfast.Hosting.Runs;

namespace Holdfast.StoreAccess.Opening;

/// <summary>The passphrase in the configured file, which is read again each time, so that a changed one needs no restart.</summary>
/// <param name="path">The file; empty for backups without encryption.</param>
internal sealed class Passphrase(string path)
{
    /// <summary>The secret and a hash that tells two passphrases apart; null without encryption.</summary>
    /// <exception cref="RunFailedException">The file cannot be used.</exception>
    public async Task<(KeySecret Secret, string Mark)?> ReadAsync(CancellationToken cancellationToken)
    {
        if (path.Length == 0)
        {
            return null;
        }

        try
        {
            var text = KeySecret.PassphraseIn(await File.ReadAllTextAsync(path, cancellationToken));
            return text.Length > 0
                ? (KeySecret.Passphrase(text), Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))))
                : throw new RunFailedException($"The passphrase file '{path}' (Encryption:PassphraseFile) is empty.", retryable: false);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new RunFailedException($"The passphrase file '{path}' (Encryption:PassphraseFile) cannot be read: {cause.Message}", retryable: false, cause);
        }
    }
}
