using System.Buffers;
using System.Security.Cryptography;
using Holdfast.ObjectStores.Uploads;

namespace Holdfast.ObjectStores.Requests;

/// <summary>Reads the bodies of answers.</summary>
internal static class Bodies
{
    private const int BufferSize = 1 << 17;

    /// <summary>Fills <paramref name="destination"/>.</summary>
    /// <exception cref="IOException">The body is shorter: the connection was cut.</exception>
    public static async Task FillAsync(Stream body, Memory<byte> destination, IdleWatch watch)
    {
        while (!destination.IsEmpty)
        {
            var read = await body.ReadAsync(destination, watch.Token);
            if (read == 0)
            {
                throw new IOException($"the answer ended {destination.Length} bytes early");
            }

            watch.Moved();
            destination = destination[read..];
        }
    }

    /// <summary>Length and hash of a whole body.</summary>
    public static async Task<StoredIdentity> IdentityAsync(Stream body, IdleWatch watch)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var length = 0L;
            while (await body.ReadAsync(buffer, watch.Token) is var read and > 0)
            {
                watch.Moved();
                hash.AppendData(buffer, 0, read);
                length += read;
            }

            return new StoredIdentity(length, hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
