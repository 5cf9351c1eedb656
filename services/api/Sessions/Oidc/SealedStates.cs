using System.Security.Cryptography;
using System.Text;
using Holdfast.Settings.Secrets;
using Microsoft.AspNetCore.DataProtection;

namespace Holdfast.Api.Sessions.Oidc;

/// <summary>Seals what a login carries through the browser with the key of secrets.</summary>
internal sealed class SealedStates(SecretBox box, string purpose) : IDataProtector
{
    public IDataProtector CreateProtector(string purpose1) => new SealedStates(box, $"{purpose}/{purpose1}");

    public byte[] Protect(byte[] plaintext) => Encoding.ASCII.GetBytes(box.Seal(purpose, Convert.ToBase64String(plaintext)));

    public byte[] Unprotect(byte[] protectedData)
    {
        try
        {
            return Convert.FromBase64String(box.Open(purpose, Encoding.ASCII.GetString(protectedData)));
        }
        catch (SecretKeyException exception)
        {
            throw new CryptographicException(exception.Message, exception); // what callers of this interface expect
        }
    }
}
