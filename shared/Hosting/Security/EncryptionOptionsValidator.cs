using Holdfast.Hosting.Configuration;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Security;

/// <summary>Checks the section <c>Encryption</c>.</summary>
internal sealed class EncryptionOptionsValidator : IValidateOptions<EncryptionOptions>
{
    public ValidateOptionsResult Validate(string? name, EncryptionOptions options) => OptionsRegistration.Result(Problems(options));

    private static IEnumerable<string> Problems(EncryptionOptions options)
    {
        if (options.PassphraseFile.Length > 0 && !File.Exists(options.PassphraseFile))
        {
            yield return $"Encryption:PassphraseFile '{options.PassphraseFile}' does not exist or cannot be read.";
        }
    }
}
