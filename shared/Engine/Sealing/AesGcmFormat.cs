namespace Holdfast.Engine.Sealing;

/// <summary>The sizes of AES-256-GCM as the repository format uses it, in bytes.</summary>
internal static class AesGcmFormat
{
    public const int NonceLength = 12;
    public const int TagLength = 16;
    public const int KeyLength = 32;
    public const int SaltLength = 32;
}
