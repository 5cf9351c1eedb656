namespace Holdfast.ObjectStores;

/// <summary>The store failed. The message tells an operator what failed, on which object, why, and what to do.</summary>
/// <param name="message">For the operator.</param>
/// <param name="isTransient">Whether the same call may succeed when it is repeated soon, with nothing changed.</param>
/// <param name="key">The object concerned, or null when the failure concerns the store as a whole.</param>
/// <param name="cause">The underlying failure.</param>
public sealed class ObjectStoreException(string message, bool isTransient, string? key = null, Exception? cause = null)
    : IOException(message, cause)
{
    /// <summary>Whether the same call may succeed when it is repeated soon, with nothing changed.</summary>
    public bool IsTransient { get; } = isTransient;

    /// <summary>The object concerned, or null when the failure concerns the store as a whole.</summary>
    public string? Key { get; } = key;

    /// <summary>What to do, where it is known: with it the message ends. Empty where it is not.</summary>
    public string Hint { get; init; } = "";

    /// <summary>Whether the store knows who asks and refuses it.</summary>
    internal bool IsDenied { get; init; }

    /// <summary>The message without the hint.</summary>
    internal string Finding =>
        Hint.Length > 0 && Message.EndsWith(Hint, StringComparison.Ordinal) ? Message[..^Hint.Length].TrimEnd() : Message;

    /// <summary>Refuses an object that is longer than one of its kind can be.</summary>
    internal static void ThrowIfTooLong(string key, string location, long length, int maxLength)
    {
        if (length > maxLength)
        {
            throw new ObjectStoreException(
                $"'{key}' in '{location}' has {length} bytes, more than the {maxLength} that such an object may have. It was not written by Holdfast, or is damaged.",
                false, key);
        }
    }
}
