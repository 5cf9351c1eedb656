using System.Runtime.CompilerServices;
using Holdfast.Engine.Objects;
using Microsoft.Extensions.Logging;

namespace Holdfast.ObjectStores.Retries;

/// <summary>Repeats calls that failed for a moment (<see cref="ObjectStoreException.IsTransient"/>), and no others.</summary>
/// <remarks>
/// Waits are random between nothing and a bound that doubles each time, so that many clients of a store that was down do not come
/// back all at once. A put whose answer was lost is safe to repeat: the store finds its bytes there. A listing that breaks off is
/// begun anew, and what was given already is left out; each item that arrives renews the attempts.
/// </remarks>
public sealed partial class RetryingStore : IObjectStore
{
    private readonly IObjectStore _store;
    private readonly RetryOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <exception cref="ArgumentException">The options make no sense.</exception>
    public RetryingStore(IObjectStore store, RetryOptions options, TimeProvider time, ILogger<RetryingStore> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_store, _options, _time, _logger) = (store, options, time, logger);
    }

    public string Location => _store.Location;

    public Task PutIfAbsentAsync(string key, StagedFile file, CancellationToken cancellationToken) =>
        RepeatAsync(() => _store.PutIfAbsentAsync(key, file, cancellationToken), cancellationToken);

    public Task PutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        RepeatAsync(() => _store.PutIfAbsentAsync(key, content, cancellationToken), cancellationToken);

    public Task ReadAsync(string key, long offset, Memory<byte> destination, CancellationToken cancellationToken) =>
        RepeatAsync(() => _store.ReadAsync(key, offset, destination, cancellationToken), cancellationToken);

    public async Task<byte[]> GetAsync(string key, int maxLength, CancellationToken cancellationToken)
    {
        byte[] content = [];
        await RepeatAsync(async () => content = await _store.GetAsync(key, maxLength, cancellationToken), cancellationToken);
        return content;
    }

    public async Task<ObjectInfo?> HeadAsync(string key, CancellationToken cancellationToken)
    {
        ObjectInfo? info = null;
        await RepeatAsync(async () => info = await _store.HeadAsync(key, cancellationToken), cancellationToken);
        return info;
    }

    public IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, CancellationToken cancellationToken) =>
        ListingAsync(() => _store.ListAsync(prefix, cancellationToken), item => item.Key, cancellationToken);

    public IAsyncEnumerable<string> ListPrefixesAsync(string prefix, CancellationToken cancellationToken) =>
        ListingAsync(() => _store.ListPrefixesAsync(prefix, cancellationToken), item => item, cancellationToken);

    public Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        RepeatAsync(() => _store.DeleteAsync(keys, cancellationToken), cancellationToken);

    private async IAsyncEnumerable<T> ListingAsync<T>(
        Func<IAsyncEnumerable<T>> list, Func<T, string> keyOf, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        var attempt = 1;
        while (true)
        {
            await using var items = list().GetAsyncEnumerator(cancellationToken);
            var failed = false;
            while (!failed)
            {
                try
                {
                    if (!await items.MoveNextAsync())
                    {
                        yield break;
                    }
                }
                catch (ObjectStoreException failure) when (failure.IsTransient)
                {
                    await WaitAsync(attempt++, failure, cancellationToken);
                    failed = true;
                    continue;
                }

                if (last is null || ObjectKey.Compare(keyOf(items.Current), last) > 0)
                {
                    last = keyOf(items.Current);
                    attempt = 1;
                    yield return items.Current;
                }
            }
        }
    }

    private async Task RepeatAsync(Func<Task> call, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await call();
                return;
            }
            catch (ObjectStoreException failure) when (failure.IsTransient)
            {
                await WaitAsync(attempt, failure, cancellationToken);
            }
        }
    }

    /// <summary>Waits for the next attempt, or throws when there is none.</summary>
    private async Task WaitAsync(int attempt, ObjectStoreException failure, CancellationToken cancellationToken)
    {
        if (attempt >= _options.Attempts)
        {
            throw new ObjectStoreException($"{failure.Message} It was tried {attempt} times.", true, failure.Key, failure);
        }

        var bound = TimeSpan.FromTicks(Math.Min(
            _options.MaxDelay.Ticks, (long)Math.Min(_options.FirstDelay.Ticks * Math.Pow(2, attempt - 1), long.MaxValue / 2)));
#pragma warning disable CA5394 // Spreads load; guards nothing.
        var delay = bound * Random.Shared.NextDouble();
#pragma warning restore CA5394
        LogRetry(_logger, attempt + 1, _options.Attempts, delay, failure.Message);
        await Task.Delay(delay, _time, cancellationToken);
    }
}
