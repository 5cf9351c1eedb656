using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Holdfast.Engine.Objects;
using Holdfast.ObjectStores;

namespace Holdfast.FaultyStores.Faults;

/// <summary>A store in which things go wrong on demand: <see cref="Add"/> says what, when and how often.</summary>
public sealed class FaultyStore(IObjectStore store) : IObjectStore
{
    private readonly ConcurrentQueue<Fault> _faults = new();
    private volatile List<ObjectInfo>? _frozen;

    public string Location => store.Location;

    /// <summary>How many calls were made, faulty or not.</summary>
    public CallCounts Calls { get; } = new();

    /// <summary>Adds a fault and gives it back, for its count. Of several that strike one call the first added counts.</summary>
    public Fault Add(Fault fault)
    {
        _faults.Enqueue(fault);
        return fault;
    }

    /// <summary>From now on nothing goes wrong.</summary>
    public void Heal()
    {
        _faults.Clear();
        _frozen = null;
    }

    /// <summary>From now until <see cref="Heal"/> every listing shows what is there now: it is stale.</summary>
    public async Task FreezeListingsAsync(CancellationToken cancellationToken)
    {
        var listing = new List<ObjectInfo>();
        await foreach (var item in store.ListAsync("", cancellationToken))
        {
            listing.Add(item);
        }

        _frozen = listing;
    }

    public Task PutIfAbsentAsync(string key, StagedFile file, CancellationToken cancellationToken) =>
        WriteAsync(StoreCalls.Put, [key], () => store.PutIfAbsentAsync(key, file, cancellationToken));

    public Task PutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        WriteAsync(StoreCalls.Put, [key], () => store.PutIfAbsentAsync(key, content, cancellationToken));

    public Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        WriteAsync(StoreCalls.Delete, keys, () => store.DeleteAsync(keys, cancellationToken));

    public async Task ReadAsync(string key, long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        var fault = Begin(StoreCalls.Read, [key]);
        await store.ReadAsync(key, offset, destination, cancellationToken);
        End(fault, StoreCalls.Read, key);
        if (fault is not null)
        {
            destination.Span[KeptOf(fault, destination.Length)..].Clear();
            Flip(fault, destination.Span);
        }
    }

    public async Task<byte[]> GetAsync(string key, int maxLength, CancellationToken cancellationToken)
    {
        var fault = Begin(StoreCalls.Get, [key]);
        var content = await store.GetAsync(key, maxLength, cancellationToken);
        End(fault, StoreCalls.Get, key);
        if (fault is not null)
        {
            content = content[..KeptOf(fault, content.Length)];
            Flip(fault, content);
        }

        return content;
    }

    public async Task<ObjectInfo?> HeadAsync(string key, CancellationToken cancellationToken)
    {
        var fault = Begin(StoreCalls.Head, [key]);
        var info = await store.HeadAsync(key, cancellationToken);
        End(fault, StoreCalls.Head, key);
        return fault is { Effect: FaultEffect.Empty } ? null : info;
    }

    public IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        ObjectKey.ValidatePrefix(prefix);
        var items = _frozen is { } frozen
            ? frozen.Where(item => item.Key.StartsWith(prefix, StringComparison.Ordinal)).ToAsyncEnumerable()
            : store.ListAsync(prefix, cancellationToken);
        return ListingAsync(StoreCalls.List, prefix, items, cancellationToken);
    }

    public IAsyncEnumerable<string> ListPrefixesAsync(string prefix, CancellationToken cancellationToken)
    {
        ObjectKey.ValidatePrefix(prefix);
        var items = _frozen is { } frozen
            ? frozen.Where(item => item.Key.StartsWith(prefix, StringComparison.Ordinal) && item.Key.IndexOf('/', prefix.Length) > 0)
                .Select(item => item.Key[..(item.Key.IndexOf('/', prefix.Length) + 1)])
                .Distinct()
                .ToAsyncEnumerable()
            : store.ListPrefixesAsync(prefix, cancellationToken);
        return ListingAsync(StoreCalls.ListPrefixes, prefix, items, cancellationToken);
    }

    private static ObjectStoreException Failure(Fault fault, StoreCalls call, string? key) =>
        new($"The store failed at {call} of '{key}', as it was told to ({fault.Effect}).", fault.IsTransient, key);

    private static void End(Fault? fault, StoreCalls call, string? key)
    {
        if (fault is { Effect: FaultEffect.FailAfter or FaultEffect.FailMidway })
        {
            throw Failure(fault, call, key);
        }
    }

    private static int KeptOf(Fault fault, int count) => fault.Effect switch
    {
        FaultEffect.CutShort or FaultEffect.FailMidway => count / 2,
        FaultEffect.Empty => 0,
        _ => count,
    };

    private static void Flip(Fault fault, Span<byte> content)
    {
        if (fault.Effect == FaultEffect.FlipBit && content.Length > 0)
        {
            content[content.Length / 2] ^= 1;
        }
    }

    private async Task WriteAsync(StoreCalls call, IReadOnlyCollection<string> keys, Func<Task> write)
    {
        var fault = Begin(call, keys);
        await write();
        End(fault, call, keys.FirstOrDefault());
    }

    private async IAsyncEnumerable<T> ListingAsync<T>(
        StoreCalls call, string prefix, IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var fault = Begin(call, [prefix]);
        if (fault is null)
        {
            await foreach (var item in items.WithCancellation(cancellationToken))
            {
                yield return item;
            }

            yield break;
        }

        var all = await items.ToListAsync(cancellationToken);
        foreach (var item in all.Take(KeptOf(fault, all.Count)))
        {
            yield return item;
        }

        End(fault, call, prefix);
    }

    private Fault? Begin(StoreCalls call, IReadOnlyCollection<string> keys)
    {
        Calls.Count(call);
        var fault = _faults.FirstOrDefault(fault => fault.Strikes(call, keys));
        return fault is { Effect: FaultEffect.FailBefore } ? throw Failure(fault, call, keys.FirstOrDefault()) : fault;
    }
}
