using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Api.Access;

/// <summary>The text of a key: what is sent with every call, and never stored.</summary>
internal static class KeyText
{
    /// <summary>Fewest characters of a key that an operator chooses.</summary>
    public const int LeastLength = 16;

    private const int RandomBytes = 32;

    /// <summary>A new key of 256 random bits.</summary>
    public static string Generate() => $"hf_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes))}";

    /// <summary>The hash that is stored: SHA-256 in lower-case hexadecimal digits.</summary>
    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Compares hashes in a time that does not depend on where they differ.</summary>
    public static bool SameHash(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(one), Encoding.ASCII.GetBytes(other));
}
