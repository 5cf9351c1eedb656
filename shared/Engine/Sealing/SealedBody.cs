namespace Holdfast.Engine.Sealing;

/// <summary>The encrypted body of a snapshot, as it stands in <c>sealed</c>.</summary>
/// <param name="DataKey">Id of the data key, 16 hexadecimal digits.</param>
/// <param name="Salt">32 random bytes.</param>
/// <param name="Data">Nonce, ciphertext and tag.</param>
public sealed record SealedBody(string DataKey, byte[] Salt, byte[] Data);
