using System.Collections.Concurrent;
using Holdfast.Engine.Objects;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Conformance;

public abstract partial class StoreConformance
{
    private const int Writers = 16;

    [Fact]
    public async Task A_staged_file_is_stored_and_gone_from_staging()
    {
        var content = Bytes(100_000);
        var file = Stage(content);

        await Store.PutIfAbsentAsync("app/b/00001.pack", file, Token);

        Assert.Equal(content, await GetAsync("app/b/00001.pack"));
        Assert.False(File.Exists(file.Path));
    }

    [Fact]
    public async Task Small_bytes_are_stored()
    {
        await PutAsync("app/manifest.json", [1, 2, 3]);

        Assert.Equal([1, 2, 3], await GetAsync("app/manifest.json"));
    }

    [Fact]
    public async Task An_empty_object_is_stored()
    {
        await PutAsync("app/small", []);
        await Store.PutIfAbsentAsync("app/staged", Stage([]), Token);

        Assert.Empty(await GetAsync("app/small"));
        Assert.Empty(await GetAsync("app/staged"));
        Assert.Equal(0, (await Store.HeadAsync("app/staged", Token))!.Length);
        Assert.Equal(["app/small", "app/staged"], await KeysAsync("app/"));
    }

    [Fact]
    public async Task A_large_object_is_stored_whole()
    {
        var content = Bytes(64 << 20);

        await Store.PutIfAbsentAsync("app/large", Stage(content), Token);

        Assert.Equal(content.Length, (await Store.HeadAsync("app/large", Token))!.Length);
        Assert.True(Same(content, await GetAsync("app/large")));
    }

    [Fact]
    public async Task Storing_the_same_bytes_again_succeeds_and_consumes_the_file()
    {
        var content = Bytes(5000);
        await PutAsync("app/a", content);
        var file = Stage(content);

        await Store.PutIfAbsentAsync("app/a", file, Token);
        await PutAsync("app/a", content);

        Assert.False(File.Exists(file.Path));
        Assert.Equal(content, await GetAsync("app/a"));
    }

    [Theory]
    [InlineData(5000)]
    [InlineData(4999)]
    [InlineData(0)]
    public async Task Storing_other_bytes_is_refused_and_changes_nothing(int length)
    {
        var content = Bytes(5000);
        await PutAsync("app/a", content);
        var file = Stage(Bytes(length, seed: 2));

        var refusal = await Assert.ThrowsAsync<ObjectExistsException>(() => Store.PutIfAbsentAsync("app/a", file, Token));
        await Assert.ThrowsAsync<ObjectExistsException>(() => PutAsync("app/a", Bytes(length, seed: 2)));

        Assert.Equal("app/a", refusal.Key);
        Assert.True(File.Exists(file.Path));
        Assert.Equal(content, await GetAsync("app/a"));
    }

    [Fact]
    public async Task A_repeated_request_succeeds_after_its_file_was_consumed()
    {
        var file = Stage(Bytes(5000));
        await Store.PutIfAbsentAsync("app/a", file, Token);

        await Store.PutIfAbsentAsync("app/a", file, Token);
    }

    [Fact]
    public async Task A_missing_staged_file_is_a_permanent_failure()
    {
        var file = Stage(Bytes(5000));
        File.Delete(file.Path);

        var failure = await Assert.ThrowsAsync<ObjectStoreException>(() => Store.PutIfAbsentAsync("app/a", file, Token));

        Assert.False(failure.IsTransient);
        Assert.Contains(file.Path, failure.Message, StringComparison.Ordinal);
        Assert.Null(await Store.HeadAsync("app/a", Token));
    }

    [Fact]
    public async Task A_missing_staged_file_whose_key_has_other_bytes_is_refused()
    {
        await PutAsync("app/a", Bytes(10));
        var file = Stage(Bytes(10, seed: 2));
        File.Delete(file.Path);

        await Assert.ThrowsAsync<ObjectExistsException>(() => Store.PutIfAbsentAsync("app/a", file, Token));
    }

    [Fact]
    public async Task A_staged_file_of_another_length_is_refused()
    {
        var file = Stage(Bytes(5000));

        var failure = await Assert.ThrowsAsync<ObjectStoreException>(
            () => Store.PutIfAbsentAsync("app/a", file with { Length = 5001 }, Token));

        Assert.False(failure.IsTransient);
        Assert.Null(await Store.HeadAsync("app/a", Token));
    }

    [Fact]
    public async Task Of_concurrent_puts_of_one_key_exactly_one_wins()
    {
        Assert.SkipWhen(RacesUndecided is not null, RacesUndecided ?? "");
        for (var round = 0; round < 5; round++)
        {
            var key = $"app/round{round}/object";
            var outcomes = await RaceAsync(key, writer => Bytes(200_000, seed: writer));

            var winner = Assert.Single(outcomes, outcome => outcome.Failure is null).Writer;
            Assert.All(outcomes.Where(outcome => outcome.Writer != winner), outcome => Assert.IsType<ObjectExistsException>(outcome.Failure));
            Assert.Equal(Bytes(200_000, seed: winner), await GetAsync(key));
        }
    }

    [Fact]
    public async Task Concurrent_puts_of_the_same_bytes_all_succeed()
    {
        var outcomes = await RaceAsync("app/object", _ => Bytes(200_000));

        Assert.All(outcomes, outcome => Assert.Null(outcome.Failure));
        Assert.Equal(Bytes(200_000), await GetAsync("app/object"));
        Assert.Equal(["app/object"], await KeysAsync(""));
    }

    [Fact]
    public async Task A_request_that_is_served_several_times_at_once_succeeds_each_time()
    {
        for (var round = 0; round < 5; round++)
        {
            var key = $"app/round{round}/object";
            var file = Stage(Bytes(200_000));

            var outcomes = await RaceAsync(key, _ => file);

            Assert.All(outcomes, outcome => Assert.Null(outcome.Failure));
            Assert.Equal(Bytes(200_000), await GetAsync(key));
        }
    }

    [Fact]
    public async Task A_reader_never_sees_a_part_of_an_object()
    {
        const int Length = 3_000_000;
        var puts = Task.Run(
            async () =>
            {
                for (var i = 0; i < 20; i++)
                {
                    await Store.PutIfAbsentAsync($"app/{i}", Stage(Bytes(Length, seed: i)), Token);
                }
            },
            Token);
        var reader = OpenAgain();
        var seen = new HashSet<string>();
        for (var last = false; ; last = puts.IsCompleted)
        {
            await foreach (var item in reader.ListAsync("app/", Token))
            {
                Assert.Equal(Length, item.Length);
                if (seen.Add(item.Key))
                {
                    var seed = int.Parse(item.Key["app/".Length..], System.Globalization.CultureInfo.InvariantCulture);
                    Assert.True(Same(Bytes(Length, seed), await reader.GetAsync(item.Key, Length, Token)));
                }
            }

            if (last)
            {
                break;
            }
        }

        await puts;
        Assert.Equal(20, seen.Count);
    }

    [Fact]
    public async Task A_cancelled_put_stores_nothing_and_keeps_the_file()
    {
        var file = Stage(Bytes(1000));
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutIfAbsentAsync("app/a", file, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutIfAbsentAsync("app/a", Bytes(10), cancelled));

        Assert.Empty(await KeysAsync(""));
        await Store.PutIfAbsentAsync("app/a", file, Token);
    }

    /// <summary>Large contents are not printed when they differ.</summary>
    private static bool Same(byte[] expected, byte[] actual) => expected.AsSpan().SequenceEqual(actual);

    private Task<List<(int Writer, Exception? Failure)>> RaceAsync(string key, Func<int, byte[]> content) =>
        RaceAsync(key, writer => Stage(content(writer)));

    private async Task<List<(int Writer, Exception? Failure)>> RaceAsync(string key, Func<int, StagedFile> staged)
    {
        var outcomes = new ConcurrentBag<(int, Exception?)>();
        using var start = new Barrier(Writers);
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Factory.StartNew(
            () =>
            {
                var store = OpenAgain();
                var file = staged(writer);
                start.SignalAndWait(Token);
                try
                {
                    store.PutIfAbsentAsync(key, file, Token).GetAwaiter().GetResult();
                    outcomes.Add((writer, null));
                }
                catch (IOException failure)
                {
                    outcomes.Add((writer, failure));
                }
            },
            Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));
        await Task.WhenAll(writers);
        return [.. outcomes];
    }
}
