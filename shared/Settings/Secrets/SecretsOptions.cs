namespace Holdfast.Settings.Secrets;

/// <summary>The configuration section <c>Secrets</c>.</summary>
public sealed class SecretsOptions
{
    public const string Section = "Secrets";

    /// <summary>
    /// Path of the file with the key that secrets in documents are sealed with; the api makes it when it is missing at the very first start. Api,
    /// scheduler and uploader need the same file. Without one, documents take no secrets.
    /// </summary>
    public string KeyFile { get; set; } = "";
}
