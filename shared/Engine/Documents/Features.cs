namespace Holdfast.Engine.Documents;

/// <summary>The features of the format that a document may require of its readers.</summary>
public static class Features
{
    /// <summary>Packs and snapshots are encrypted with AES-256-GCM.</summary>
    public const string Aes256Gcm = "aes-256-gcm";

    /// <summary>Whether this program can read documents that require <paramref name="feature"/>.</summary>
    public static bool IsKnown(string feature) => feature == Aes256Gcm;
}
