namespace Holdfast.Api.Events;

/// <summary>Bounds the number of listeners: each costs a query a second.</summary>
internal sealed class EventLimit
{
    /// <summary>Listeners at once.</summary>
    public const int Most = 32;

    private int _listeners;

    /// <returns>False when there are too many; else <see cref="Leave"/> must follow.</returns>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _listeners) <= Most)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _listeners);
}
