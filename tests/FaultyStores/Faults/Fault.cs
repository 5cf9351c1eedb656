namespace Holdfast.FaultyStores.Faults;

/// <summary>One thing that goes wrong in a <see cref="FaultyStore"/>, and how often it has.</summary>
public sealed class Fault(StoreCalls calls, FaultEffect effect)
{
    private int _matched;
    private int _fired;

    public FaultEffect Effect => effect;

    /// <summary>The keys (or prefixes) concerned; all by default. A deletion is concerned when one of its keys is.</summary>
    public Func<string, bool> Matches { get; init; } = _ => true;

    /// <summary>How many calls that match pass before the fault begins.</summary>
    public int Skip { get; init; }

    /// <summary>How many times it happens.</summary>
    public int Times { get; init; } = int.MaxValue;

    /// <summary>Of the calls that match from then on, only each so many-th is struck, the first included.</summary>
    public int Every { get; init; } = 1;

    /// <summary>Whether the failure calls itself transient.</summary>
    public bool IsTransient { get; init; } = true;

    /// <summary>How many times it has happened: a test asserts this, lest it passes without the fault.</summary>
    public int Fired => Volatile.Read(ref _fired);

    /// <summary>Whether the fault happens to this call; counts it.</summary>
    internal bool Strikes(StoreCalls call, IEnumerable<string> keys)
    {
        if ((calls & call) == 0 || !keys.Any(Matches))
        {
            return false;
        }

        var index = Interlocked.Increment(ref _matched) - 1 - Skip;
        if (index < 0 || index % Every != 0 || index / Every >= Times)
        {
            return false;
        }

        Interlocked.Increment(ref _fired);
        return true;
    }
}
