using System.Security.Cryptography;
using Holdfast.FaultyStores.Network;
using Holdfast.ObjectStores.Retries;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Network;

/// <summary>What a store makes of a bad network: a transient failure in words, no wrong object, and success when it is asked again.</summary>
public abstract partial class NetworkFaultTests : IAsyncLifetime
{
    private const int Large = 20 << 20;

    private const string Earlier = "app/earlier";

    private readonly byte[] _earlier = Content(300_000, seed: 9);
    private readonly TemporaryDirectory _staging = new();
    private FaultProxy? _proxy;
    private IObjectStore? _store;
    private RetryingStore? _direct;

    protected static TimeSpan IdleLimit => TimeSpan.FromSeconds(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private FaultProxy Proxy => _proxy!;

    private IObjectStore Store => _store!;

    /// <summary>Repeats what fails for a moment, at once.</summary>
    private RetryingStore Patient => PatientWith(Store);

    public async ValueTask InitializeAsync()
    {
        var server = await ServerAsync();
        _proxy = new FaultProxy(server);
        (_store, var direct) = await OpenAsync(_proxy.Url, server);
        _direct = PatientWith(direct); // what a test puts there is not what it is about
        await _direct.PutIfAbsentAsync(Earlier, _earlier, Token);
    }

    /// <summary>Whatever has happened: what was stored before is as it was.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }

        _staging.Dispose();
        if (_direct is not null)
        {
            Assert.Equal(_earlier, await _direct.GetAsync(Earlier, _earlier.Length, CancellationToken.None));
        }

        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(100_000, 50_000)]
    [InlineData(Large, 1_000_000)]
    public async Task A_put_that_is_cut_stores_nothing_and_can_be_repeated(int length, int cutAfter)
    {
        var file = Stage(length);
        Proxy.CutRequestsAfter = cutAfter;

        var failure = await Assert.ThrowsAsync<ObjectStoreException>(() => Store.PutIfAbsentAsync("app/a", file, Token));

        Assert.True(failure.IsTransient, failure.Message);
        Assert.Null(await _direct!.HeadAsync("app/a", Token));
        Assert.True(File.Exists(file.Path));
        Proxy.CutRequestsAfter = null;
        await Store.PutIfAbsentAsync("app/a", file, Token);
        Assert.Equal(length, (await Store.HeadAsync("app/a", Token))!.Length);
        Assert.False(File.Exists(file.Path));
    }

    [Fact]
    public async Task A_put_whose_answer_is_lost_succeeds_when_repeated()
    {
        var file = Stage(100_000);
        Proxy.CutAnswersAfter = 0;

        await Assert.ThrowsAsync<ObjectStoreException>(() => Store.PutIfAbsentAsync("app/a", file, Token));

        Proxy.CutAnswersAfter = null;
        await Store.PutIfAbsentAsync("app/a", file, Token);
        Assert.Equal(100_000, (await Store.HeadAsync("app/a", Token))!.Length);
    }

    /// <summary>A client library may fetch the rest by itself.</summary>
    [Fact]
    public async Task A_read_that_is_cut_is_completed_or_a_transient_failure()
    {
        var content = Enumerable.Range(0, 1_000_000).Select(i => (byte)(i * 7)).ToArray();
        await _direct!.PutIfAbsentAsync("app/a", content, Token);
        Proxy.CutAnswersAfter = 200_000;
        var read = new byte[content.Length];

        var failure = await Record.ExceptionAsync(() => Store.ReadAsync("app/a", 0, read, Token));

        Assert.True(Proxy.Faults > 0);
        Assert.True(failure is null ? read.AsSpan().SequenceEqual(content) : Assert.IsType<ObjectStoreException>(failure).IsTransient);
    }

    [Fact]
    public async Task A_read_that_stalls_is_given_up()
    {
        await _direct!.PutIfAbsentAsync("app/a", new byte[1_000_000], Token);
        Proxy.StallAnswersAfter = 200_000;

        var failure = await Assert.ThrowsAsync<ObjectStoreException>(() => Store.GetAsync("app/a", 1_000_000, Token));

        Assert.True(failure.IsTransient, failure.Message);
        Assert.Contains("no byte moved", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, 1000)]
    [InlineData(503, 1000)]
    [InlineData(500, Large)]
    [InlineData(503, Large)]
    public async Task A_burst_of_errors_is_outlasted(int status, int length)
    {
        Proxy.Fail(5, status);

        await Patient.PutIfAbsentAsync("app/a", Stage(length), Token);

        Assert.Equal(5, Proxy.Faults);
        await IsStoredAsync("app/a", length);
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(Large)]
    public async Task A_staged_file_that_a_disk_has_altered_is_not_stored(int length)
    {
        var file = Stage(length);
        var bytes = await File.ReadAllBytesAsync(file.Path, Token);
        bytes[length / 3] ^= 1;
        await File.WriteAllBytesAsync(file.Path, bytes, Token);

        var failure = await Assert.ThrowsAsync<ObjectStoreException>(() => Store.PutIfAbsentAsync("app/a", file, Token));

        Assert.False(failure.IsTransient);
        Assert.Contains("not those that were staged", failure.Message, StringComparison.Ordinal);
        Assert.Null(await _direct!.HeadAsync("app/a", Token));
        Assert.True(File.Exists(file.Path));
    }

    [Fact]
    public async Task A_listing_that_fails_is_not_an_empty_one()
    {
        await _direct!.PutIfAbsentAsync("app/a", new byte[1], Token);
        Proxy.Fail(1, 503);

        var failure = await Assert.ThrowsAsync<ObjectStoreException>(async () => await Store.ListAsync("", Token).ToListAsync(Token));

        Assert.True(failure.IsTransient, failure.Message);
    }

    protected abstract Task<Uri> ServerAsync();

    /// <summary>An empty store, reached through the proxy and without it. Through the proxy no connection is open yet.</summary>
    protected abstract Task<(IObjectStore ThroughProxy, IObjectStore Direct)> OpenAsync(Uri proxy, Uri server);

    private static RetryingStore PatientWith(IObjectStore store) => new(
        store,
        new RetryOptions { Attempts = 20, FirstDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(5) },
        TimeProvider.System,
        NullLogger<RetryingStore>.Instance);

    private static byte[] Content(int length, int seed = 1)
    {
        var content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    private StagedFile Stage(int length)
    {
        var content = Content(length);
        var path = Path.Join(_staging.Path, Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(path, content);
        return new StagedFile(path, length, SHA256.HashData(content));
    }

    /// <summary>With the bytes that <see cref="Stage"/> makes.</summary>
    private async Task IsStoredAsync(string key, int length)
    {
        var stored = await _direct!.GetAsync(key, length, Token);
        Assert.True(Content(length).AsSpan().SequenceEqual(stored));
    }
}
