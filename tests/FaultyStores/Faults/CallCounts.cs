using System.Collections.Concurrent;

namespace Holdfast.FaultyStores.Faults;

/// <summary>How many calls of each kind a store has had.</summary>
public sealed class CallCounts
{
    private readonly ConcurrentDictionary<StoreCalls, int> _counts = new();

    /// <summary>The number of calls of these kinds.</summary>
    public int this[StoreCalls calls] => _counts.Where(count => (count.Key & calls) != 0).Sum(count => count.Value);

    internal void Count(StoreCalls call) => _counts.AddOrUpdate(call, 1, (_, count) => count + 1);
}
