namespace Holdfast.ObjectStores.Retries;

/// <summary>How often and how patiently a failed call is repeated.</summary>
public sealed class RetryOptions
{
    /// <summary>Calls in all, the first included; 1 or more. The default of 8 lasts about a minute.</summary>
    public int Attempts { get; init; } = 8;

    /// <summary>The longest wait before the second call; each further one may be twice as long. More than zero.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>No wait is longer than this.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Throws <see cref="ArgumentException"/> with everything that is wrong.</summary>
    internal void Validate()
    {
        List<string> faults =
        [
            .. Attempts < 1 ? [$"{nameof(Attempts)} is {Attempts}, but must be 1 or more"] : Array.Empty<string>(),
            .. FirstDelay <= TimeSpan.Zero ? [$"{nameof(FirstDelay)} is {FirstDelay}, but must be more than zero"] : Array.Empty<string>(),
            .. MaxDelay < FirstDelay ? [$"{nameof(MaxDelay)} is {MaxDelay}, less than {nameof(FirstDelay)}"] : Array.Empty<string>(),
        ];
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join("; ", faults) + ".");
        }
    }
}
