namespace Holdfast.ObjectStores.Requests;

/// <summary>Why a request failed, for an operator.</summary>
/// <param name="Meaning">What is wrong, as the middle of a sentence.</param>
/// <param name="Advice">What to do about it, as a sentence.</param>
/// <param name="IsTransient">Whether the same request may succeed soon.</param>
internal sealed record StoreFault(string Meaning, string Advice, bool IsTransient)
{
    /// <summary>Whether a right is missing, which other requests may have.</summary>
    public bool IsDenied { get; init; }

    public ObjectStoreException Exception(string action, string? key, string location, Exception? cause) => new(
        $"Cannot {action} {(key is null ? $"'{location}'" : $"'{key}' in '{location}'")}: {Meaning}. {Advice}", IsTransient, key, cause)
    {
        Hint = Advice,
        IsDenied = IsDenied,
    };
}
