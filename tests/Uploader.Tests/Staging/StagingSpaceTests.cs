using Holdfast.Hosting.Stores;
using Holdfast.StoreAccess.Staging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Uploader.Tests.Staging;

/// <summary>Who may write to staging, when.</summary>
public sealed class StagingSpaceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-space-").FullName;
    private readonly FakeTimeProvider _clock = new();
    private readonly StagingArea _staging;

    public StagingSpaceTests()
    {
        _staging = new StagingArea(_folder);
        Directory.CreateDirectory(Path.Join(_staging.Root, "app"));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_counts_in_full_while_it_is_written_and_as_it_is_afterwards()
    {
        using var space = Space(limit: 100);
        var room = await space.ReserveAsync(Name("1"), 60, Stop);
        var second = space.ReserveAsync(Name("2"), 60, Stop).AsTask();
        Assert.False(second.IsCompleted);

        Write("1", 40);
        room.Dispose();
        await PassesAsync(second);
    }

    [Fact]
    public async Task What_another_process_has_staged_counts()
    {
        using var space = Space(limit: 100);
        Write("theirs", 60);
        var waiting = space.ReserveAsync(Name("1"), 60, Stop).AsTask();
        using (space.Leaving())
        {
            _clock.Advance(TimeSpan.FromMinutes(20)); // while something is on its way to the store nobody gives up waiting
            Assert.False(waiting.IsCompleted);
            File.Delete(Name("theirs"));
            await PassesAsync(waiting);
        }
    }

    [Fact]
    public async Task One_gets_through_at_a_time_when_nothing_moves_any_more()
    {
        using var space = Space(limit: 100);
        Write("1", 50);
        Write("2", 50); // two workers hold all of the room, and want more before they can let go of it
        var waiting = new[] { space.ReserveAsync(Name("3"), 60, Stop).AsTask(), space.ReserveAsync(Name("4"), 60, Stop).AsTask() };
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        Write("1", 51); // something moves
        _clock.Advance(TimeSpan.FromMilliseconds(1900));
        Assert.DoesNotContain(waiting, task => task.IsCompleted);

        await PassesAsync(waiting[0]);
        Assert.False(waiting[1].IsCompleted);
        await PassesAsync(waiting[1]);
    }

    [Fact]
    public async Task Nobody_waits_for_room_that_never_comes()
    {
        using var space = Space(limit: 100);
        Write("1", 50);
        var waiting = space.WaitForRoomAsync(Stop).AsTask();
        Assert.False(await PassesAsync(waiting));

        using var leaving = space.Leaving();
        waiting = space.WaitForRoomAsync(Stop).AsTask();
        _clock.Advance(TimeSpan.FromMinutes(20));
        Assert.False(waiting.IsCompleted);
        File.Delete(Name("1"));
        Assert.True(await PassesAsync(waiting));

        using var local = Space(limit: 100, emptiesDisk: false);
        using var renamed = local.Leaving();
        Assert.False(await local.WaitForRoomAsync(Stop));
    }

    [Fact]
    public async Task Whoever_gives_up_lets_the_next_one_wait()
    {
        using var space = Space(limit: 100);
        Write("1", 90);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var impatient = space.ReserveAsync(Name("2"), 60, cancel.Token).AsTask();
        var next = space.ReserveAsync(Name("3"), 5, Stop).AsTask();
        Assert.False(next.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        await PassesAsync(next);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private StagingSpace Space(long limit, bool emptiesDisk = true) => new(_staging, limit, () => emptiesDisk, _clock, NullLogger<StagingSpace>.Instance);

    private string Name(string file) => Path.Join(_staging.Root, "app", file);

    private void Write(string file, int length) => File.WriteAllBytes(Name(file), new byte[length]);

    /// <summary>Lets time go by until the task ends.</summary>
    private async Task<T> PassesAsync<T>(Task<T> task)
    {
        for (var seconds = 0; seconds < 60 && !task.IsCompleted; seconds++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Stop)); // continuations run on other threads
        }

        return await task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Stop);
    }
}
