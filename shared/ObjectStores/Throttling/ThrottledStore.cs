using System.Runtime.CompilerServices;
using Holdfast.Engine.Objects;

namespace Holdfast.ObjectStores.Throttling;

/// <summary>Keeps a store below a number of bytes and requests per second, on average over whole calls.</summary>
public sealed class ThrottledStore : IObjectStore
{
    private const int ListingPage = 1000;

    private readonly IObjectStore _store;
    private readonly Pace _bytes;
    private readonly Pace _requests;

    public ThrottledStore(IObjectStore store, ThrottleOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _store = store;
        _bytes = new Pace(options.BytesPerSecond, time);
        _requests = new Pace(options.RequestsPerSecond, time);
    }

    public string Location => _store.Location;

    public async Task PutIfAbsentAsync(string key, StagedFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        await TurnAsync(file.Length, cancellationToken);
        await _store.PutIfAbsentAsync(key, file, cancellationToken);
    }

    public async Task PutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await TurnAsync(content.Length, cancellationToken);
        await _store.PutIfAbsentAsync(key, content, cancellationToken);
    }

    public async Task ReadAsync(string key, long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        await TurnAsync(destination.Length, cancellationToken);
        await _store.ReadAsync(key, offset, destination, cancellationToken);
    }

    public async Task<byte[]> GetAsync(string key, int maxLength, CancellationToken cancellationToken)
    {
        await TurnAsync(0, cancellationToken);
        var content = await _store.GetAsync(key, maxLength, cancellationToken);
        await _bytes.TakeAsync(content.Length, cancellationToken);
        return content;
    }

    public async Task<ObjectInfo?> HeadAsync(string key, CancellationToken cancellationToken)
    {
        await TurnAsync(0, cancellationToken);
        return await _store.HeadAsync(key, cancellationToken);
    }

    public IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, CancellationToken cancellationToken) =>
        PagedAsync(_store.ListAsync(prefix, cancellationToken), cancellationToken);

    public IAsyncEnumerable<string> ListPrefixesAsync(string prefix, CancellationToken cancellationToken) =>
        PagedAsync(_store.ListPrefixesAsync(prefix, cancellationToken), cancellationToken);

    public async Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        await TurnAsync(0, cancellationToken);
        await _store.DeleteAsync(keys, cancellationToken);
    }

    private async IAsyncEnumerable<T> PagedAsync<T>(
        IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await TurnAsync(0, cancellationToken);
        var count = 0;
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            if (++count % ListingPage == 0)
            {
                await TurnAsync(0, cancellationToken);
            }

            yield return item;
        }
    }

    private async ValueTask TurnAsync(long bytes, CancellationToken cancellationToken)
    {
        await _requests.TakeAsync(1, cancellationToken);
        await _bytes.TakeAsync(bytes, cancellationToken);
    }
}
