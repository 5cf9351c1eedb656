using Holdfast.Cli.Running;
using Holdfast.Engine.Sealing;

namespace Holdfast.Cli.Stores;

/// <summary>The passphrase, from a file or standard input.</summary>
internal static class PassphraseInput
{
    /// <param name="file">Its name; <c>-</c> for standard input, empty for none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UsageException">It cannot be read, or is empty.</exception>
    public static async Task<KeySecret?> ReadAsync(string file, CancellationToken cancellationToken)
    {
        if (file.Length == 0)
        {
            return null;
        }

        try
        {
            var text = KeySecret.PassphraseIn(file == "-" ? await Console.In.ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(file, cancellationToken));
            return text.Length > 0 ? KeySecret.Passphrase(text) : throw new UsageException($"the passphrase file {file} is empty");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the passphrase file cannot be read: {exception.Message}");
        }
    }
}
