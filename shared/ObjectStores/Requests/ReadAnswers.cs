using Holdfast.Engine.Objects;

namespace Holdfast.ObjectStores.Requests;

/// <summary>What the answer to a read must be, whatever cloud it comes from.</summary>
internal static class ReadAnswers
{
    /// <summary>Fills <paramref name="destination"/> from the answer to a request for just these bytes.</summary>
    /// <param name="body">The answer's.</param>
    /// <param name="length">Bytes that the answer announces.</param>
    /// <param name="key">The object.</param>
    /// <param name="location">Where it is, for people.</param>
    /// <param name="offset">What was asked for.</param>
    /// <param name="destination">Likewise.</param>
    /// <param name="watch">Sees the bytes move.</param>
    /// <exception cref="EndOfStreamException">The object ends before.</exception>
    /// <exception cref="ObjectStoreException">The server sends something else.</exception>
    public static Task FillAsync(
        Stream body, long length, string key, string location, long offset, Memory<byte> destination, IdleWatch watch)
    {
        if (length < destination.Length)
        {
            throw Short(key, offset, destination.Length);
        }

        return length == destination.Length
            ? Bodies.FillAsync(body, destination, watch)
            : throw new ObjectStoreException(
                $"Cannot read '{key}' in '{location}': the server was asked for {destination.Length} bytes and sends {length}. Does it, or a proxy, not know ranges?",
                false, key);
    }

    /// <summary>The whole body, unless it is longer than <paramref name="maxLength"/>.</summary>
    /// <exception cref="ObjectStoreException">It is longer.</exception>
    public static async Task<byte[]> WholeAsync(Stream body, long length, string key, string location, int maxLength, IdleWatch watch)
    {
        ObjectStoreException.ThrowIfTooLong(key, location, length, maxLength);
        var content = new byte[length];
        await Bodies.FillAsync(body, content, watch);
        return content;
    }

    /// <summary>Checks a read of no bytes, which no server is asked for.</summary>
    /// <exception cref="ObjectNotFoundException">There is no such object.</exception>
    /// <exception cref="EndOfStreamException">The object ends before <paramref name="offset"/>.</exception>
    public static void RequireReaches(ObjectInfo? found, string key, long offset)
    {
        if (offset > (found ?? throw new ObjectNotFoundException(key)).Length)
        {
            throw Short(key, offset, 0);
        }
    }

    public static EndOfStreamException Short(string key, long offset, int wanted) =>
        new($"The object '{key}' ends before the {wanted} bytes that were wanted at offset {offset}.");
}
