namespace Holdfast.Hosting.Security;

/// <summary>The configuration section <c>Encryption</c>.</summary>
public sealed class EncryptionOptions
{
    public const string Section = "Encryption";

    /// <summary>Path of a file with the passphrase; backups are not encrypted when empty.</summary>
    public string PassphraseFile { get; set; } = "";
}
