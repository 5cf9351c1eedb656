using Holdfast.Engine.Work;
using Holdfast.TestServers.Conditions;
using Xunit;

namespace Holdfast.Engine.Tests.Work;

public class WorkThreadsTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Work_and_what_comes_after_what_it_awaits_never_runs_on_the_thread_pool()
    {
        var threads = new WorkThreads(2, Long);
        var places = new List<bool>();

        await threads.RunAsync(async () =>
        {
            places.Add(Thread.CurrentThread.IsThreadPoolThread);
            await Task.Yield();
            places.Add(Thread.CurrentThread.IsThreadPoolThread);
            await Task.Run(() => places.Add(Thread.CurrentThread.IsThreadPoolThread), Token);
            places.Add(Thread.CurrentThread.IsThreadPoolThread);
        });

        Assert.Equal([false, false, true, false], places);
        Assert.True(Thread.CurrentThread.IsThreadPoolThread); // whoever waits goes on where it was
    }

    [Fact]
    public async Task Work_that_blocks_has_a_thread_each_up_to_the_limit()
    {
        var threads = new WorkThreads(3, Long);
        using var gate = new ManualResetEventSlim();
        var begun = 0;

        var work = Enumerable.Range(0, 5).Select(_ => threads.RunAsync(() =>
        {
            Interlocked.Increment(ref begun);
            gate.Wait(Token);
            return Task.CompletedTask;
        })).ToList();
        await Eventually.TrueAsync(() => Volatile.Read(ref begun) == 3, "three have begun");
        Assert.Equal(3, threads.Count);

        gate.Set();
        await Task.WhenAll(work);
        Assert.Equal((5, 3), (begun, threads.Count));
    }

    [Fact]
    public async Task A_thread_takes_more_work_and_ends_when_none_comes()
    {
        var threads = new WorkThreads(8, TimeSpan.FromMilliseconds(50));
        await threads.RunAsync(() => Task.CompletedTask);
        await threads.RunAsync(() => Task.CompletedTask);
        Assert.InRange(threads.Count, 0, 2);

        await Eventually.TrueAsync(() => threads.Count == 0, "they have ended");

        await threads.RunAsync(() => Task.CompletedTask);
    }

    [Fact]
    public async Task What_goes_wrong_reaches_whoever_waits_and_no_one_else()
    {
        var threads = new WorkThreads(1, Long);

        await Assert.ThrowsAsync<InvalidDataException>(() => threads.RunAsync(async () =>
        {
            await Task.Yield();
            throw new InvalidDataException();
        }));

        await threads.RunAsync(() => Task.CompletedTask);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
