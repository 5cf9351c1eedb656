using Holdfast.ObjectStores.Throttling;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Network;

public abstract partial class NetworkFaultTests
{
    /// <summary>What only the request that makes an object of its parts contains.</summary>
    protected abstract string CompletesParts { get; }

    /// <summary>
    /// Several seconds on end in which every byte waits for the others, on a line that takes far longer for what the kernel
    /// would buffer than a request may be silent.
    /// </summary>
    [Fact]
    public async Task A_slow_line_is_no_stall_for_puts_side_by_side()
    {
        Proxy.Line = (Pace(1_500_000), Pace(1_500_000));
        var (large, small) = (Stage(12 << 20), Stage(1 << 20));

        await Task.WhenAll(Store.PutIfAbsentAsync("app/large", large, Token), Store.PutIfAbsentAsync("app/small", small, Token));

        await IsStoredAsync("app/large", 12 << 20);
        await IsStoredAsync("app/small", 1 << 20);
    }

    [Fact]
    public async Task A_slow_line_is_no_stall_for_reads_side_by_side()
    {
        const int Part = 1 << 20;
        await _direct!.PutIfAbsentAsync("app/a", Stage(8 * Part), Token);
        Proxy.Line = (Pace(1_500_000), Pace(1_500_000));
        var read = new byte[8 * Part];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(part => Store.ReadAsync("app/a", part * Part, read.AsMemory(part * Part, Part), Token)));

        Assert.True(Content(8 * Part).AsSpan().SequenceEqual(read));
    }

    [Theory]
    [InlineData(1_000_000, 300_000)]
    [InlineData(Large, 3_000_000)]
    public async Task A_put_that_stalls_is_given_up_and_repeated(int length, int stallAfter)
    {
        var file = Stage(length);
        Once(() => Proxy.StallRequestsAfter = null);
        Proxy.StallRequestsAfter = stallAfter;

        await Patient.PutIfAbsentAsync("app/a", file, Token);

        Assert.True(Proxy.Faults > 0);
        await IsStoredAsync("app/a", length);
        Assert.False(File.Exists(file.Path));
    }

    [Fact]
    public async Task A_put_that_stalls_says_so()
    {
        Proxy.StallRequestsAfter = 300_000;

        var failure = await Assert.ThrowsAsync<ObjectStoreException>(() => Store.PutIfAbsentAsync("app/a", Stage(1_000_000), Token));

        Assert.True(failure.IsTransient, failure.Message);
        Assert.Contains("no byte moved", failure.Message, StringComparison.Ordinal);
        Assert.Null(await _direct!.HeadAsync("app/a", Token));
    }

    [Fact]
    public async Task A_read_that_stalls_is_given_up_and_repeated()
    {
        await _direct!.PutIfAbsentAsync("app/a", Content(1_000_000), Token);
        Once(() => Proxy.StallAnswersAfter = null);
        Proxy.StallAnswersAfter = 200_000;
        var read = new byte[1_000_000];

        await Patient.ReadAsync("app/a", 0, read, Token);

        Assert.True(Proxy.Faults > 0);
        Assert.True(Content(1_000_000).AsSpan().SequenceEqual(read));
    }

    [Theory]
    [InlineData(1_000_000, 300_000)]
    [InlineData(Large, 3_000_000)]
    public async Task A_put_that_is_cut_is_repeated(int length, int cutAfter)
    {
        Once(() => Proxy.CutRequestsAfter = null);
        Proxy.CutRequestsAfter = cutAfter;

        await Patient.PutIfAbsentAsync("app/a", Stage(length), Token);

        Assert.True(Proxy.Faults > 0);
        await IsStoredAsync("app/a", length);
    }

    [Fact]
    public async Task A_read_that_is_cut_is_repeated()
    {
        await _direct!.PutIfAbsentAsync("app/a", Content(1_000_000), Token);
        Once(() => Proxy.CutAnswersAfter = null);
        Proxy.CutAnswersAfter = 200_000;
        var read = new byte[1_000_000];

        await Patient.ReadAsync("app/a", 0, read, Token);

        Assert.True(Proxy.Faults > 0);
        Assert.True(Content(1_000_000).AsSpan().SequenceEqual(read));
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(Large)]
    public async Task Bytes_that_the_line_alters_are_refused_by_the_server_and_sent_again(int length)
    {
        Proxy.FlipInRequests = 500_000;
        var failure = await Assert.ThrowsAsync<ObjectStoreException>(() => Store.PutIfAbsentAsync("app/a", Stage(length), Token));

        Assert.True(failure.IsTransient, failure.Message);
        Assert.Null(await _direct!.HeadAsync("app/a", Token));
        Once(() => Proxy.FlipInRequests = null);
        await Patient.PutIfAbsentAsync("app/a", Stage(length), Token);
        await IsStoredAsync("app/a", length);
    }

    /// <summary>The object is there, but whoever put it does not know.</summary>
    [Fact]
    public async Task The_lost_answer_to_the_last_request_of_a_put_in_parts_harms_nothing()
    {
        var file = Stage(Large);
        Proxy.LoseAnswersTo = CompletesParts;

        await Assert.ThrowsAsync<ObjectStoreException>(() => Store.PutIfAbsentAsync("app/a", file, Token));

        Assert.True(Proxy.Faults > 0);
        Assert.True(File.Exists(file.Path));
        await IsStoredAsync("app/a", Large);
        Proxy.LoseAnswersTo = null;
        await Store.PutIfAbsentAsync("app/a", file, Token);
        Assert.False(File.Exists(file.Path));
        await IsStoredAsync("app/a", Large);
    }

    private static Pace Pace(double bytesPerSecond) => new(bytesPerSecond, TimeProvider.System);

    private void Once(Action end) => Proxy.Happened = end;
}
