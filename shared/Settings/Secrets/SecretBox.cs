using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Settings.Secrets;

/// <summary>Seals secrets with AES-256-GCM: <c>sealed:1:&lt;key id&gt;:&lt;Base64 of nonce, ciphertext and tag&gt;</c>.</summary>
/// <remarks>What a secret belongs to is authenticated with it, so a sealed text that is moved to another field cannot be opened.</remarks>
public sealed class SecretBox(SecretKeyFile file)
{
    private const string Prefix = "sealed:1:";
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int IdLength = 4;

    public static bool IsSealed(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Seals a secret.</summary>
    /// <param name="owner">What it belongs to, such as <c>objectStoreConfig/aws.secretKey</c>.</param>
    /// <param name="text">The secret.</param>
    /// <exception cref="SecretKeyException">There is no key.</exception>
    public string Seal(string owner, string text)
    {
        var key = file.Read();
        var plain = Encoding.UTF8.GetBytes(text);
        var box = new byte[NonceLength + plain.Length + TagLength];
        var nonce = box.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, plain, box.AsSpan(NonceLength, plain.Length), box.AsSpan(NonceLength + plain.Length), Encoding.UTF8.GetBytes(owner));
        return $"{Prefix}{IdOf(key)}:{Convert.ToBase64String(box)}";
    }

    /// <summary>Opens a sealed secret.</summary>
    /// <exception cref="SecretKeyException">There is no key, another one, or the text was changed.</exception>
    public string Open(string owner, string text)
    {
        var parts = text.Split(':');
        if (parts.Length != 4 || !IsSealed(text))
        {
            throw new SecretKeyException($"The stored secret {owner} is damaged: write it anew.");
        }

        var key = file.Read();
        if (parts[2] != IdOf(key))
        {
            throw new SecretKeyException(
                $"The stored secret {owner} was sealed with the key {parts[2]}, but the key file '{file.Path}' (Secrets:KeyFile) holds the key {IdOf(key)}. {SecretKeyFile.Remedy}");
        }

        try
        {
            var box = Convert.FromBase64String(parts[3]);
            var plain = new byte[box.Length - NonceLength - TagLength];
            using var aes = new AesGcm(key, TagLength);
            aes.Decrypt(
                box.AsSpan(0, NonceLength), box.AsSpan(NonceLength, plain.Length), box.AsSpan(NonceLength + plain.Length), plain, Encoding.UTF8.GetBytes(owner));
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception cause) when (cause is CryptographicException or FormatException or OverflowException)
        {
            throw new SecretKeyException($"The stored secret {owner} is damaged: write it anew.", cause);
        }
    }

    /// <summary>Tells keys apart without telling a key.</summary>
    private static string IdOf(byte[] key) => Convert.ToHexStringLower(HMACSHA256.HashData(key, "holdfast secret key id"u8)[..IdLength]);
}
