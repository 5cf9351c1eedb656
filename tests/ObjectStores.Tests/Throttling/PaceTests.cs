using Holdfast.ObjectStores.Throttling;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Throttling;

public sealed class PaceTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_waits_until_what_was_taken_before_is_paid_off()
    {
        var pace = new Pace(10, _time);
        await pace.TakeAsync(20, Token);
        var second = pace.TakeAsync(5, Token).AsTask();
        var third = pace.TakeAsync(1, Token).AsTask();

        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(second.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await second;
        _time.Advance(TimeSpan.FromSeconds(0.4));
        Assert.False(third.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await third;
    }

    [Fact]
    public async Task Idle_time_is_not_saved_up()
    {
        var pace = new Pace(10, _time);
        _time.Advance(TimeSpan.FromHours(1));
        await pace.TakeAsync(10, Token);

        var next = pace.TakeAsync(10, Token).AsTask();

        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await next;
    }

    [Fact]
    public async Task Without_a_rate_nobody_waits()
    {
        var pace = new Pace(null, _time);

        await pace.TakeAsync(long.MaxValue, Token);
        await pace.TakeAsync(long.MaxValue, Token);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_rate_without_sense_is_refused(double rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Pace(rate, _time));
}
