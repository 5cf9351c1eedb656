using Holdfast.Engine.Objects;
using Holdfast.FaultyStores.Faults;
using Holdfast.Uploader.Tests.Platform;

namespace Holdfast.Uploader.Tests.Objects;

/// <summary>Bringing objects to a worker.</summary>
public sealed class FetchingTests
{
    private const string Timestamp = "2026-01-01t00-00-00";
    private static readonly string Key = $"{Timestamp}/db/airflow/{new string('a', 32)}/00001.pack";
    private static readonly byte[] Content = Bytes.Random(3_000_000);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_fetched_is_read_at_its_place_and_leaves_no_file(bool isRemote)
    {
        await using var platform = await TestPlatform.StartAsync(isRemote: isRemote);
        var source = await SourceAsync(platform);
        var random = new Random(5);
        for (var round = 0; round < 10; round++)
        {
            var ranges = new List<ByteRange>();
            for (long at = random.Next(10_000); at < Content.Length - 20_000; at += random.Next(200_000))
            {
                ranges.Add(new ByteRange(at, random.Next(1, 20_000)));
                at = ranges[^1].End;
            }

            await using var fetched = await source.FetchAsync(Key, ranges, Stop);
            Assert.Equal(Content.Length, fetched.Length);
            Assert.Empty(platform.StagedFiles());
            await Parallel.ForEachAsync(ranges, Stop, async (range, token) =>
            {
                var bytes = new byte[range.Length];
                await fetched.ReadAsync(range.Offset, bytes, token);
                Assert.True(Content.AsSpan((int)range.Offset, bytes.Length).SequenceEqual(bytes), $"{range}");
            });
        }
    }

    [Fact]
    public async Task Only_what_is_wanted_is_read_from_a_remote_store()
    {
        FaultyStore? counted = null;
        await using var platform = await TestPlatform.StartAsync(wrap: store => counted = new FaultyStore(store), isRemote: true);
        var source = await SourceAsync(platform);
        var before = counted!.Calls[StoreCalls.Read];
        await using var fetched = await source.FetchAsync(Key, [new(10, 100), new(200, 100), new(2_000_000, 5)], Stop);
        Assert.Equal(2, counted.Calls[StoreCalls.Read] - before); // the first two lie close together
    }

    [Fact]
    public async Task Reading_what_was_not_fetched_is_an_error_and_so_is_reading_beyond_the_end()
    {
        await using var platform = await TestPlatform.StartAsync(isRemote: true);
        var source = await SourceAsync(platform);
        await using var fetched = await source.FetchAsync(Key, [new(1_000, 100), new(2_000_000, 100), new(Content.Length - 10, 20)], Stop);
        var buffer = new byte[20];
        foreach (var offset in new[] { 0L, 990, 1_090, 1_500_000, 2_000_090, 2_000_100 })
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => fetched.ReadAsync(offset, buffer, Stop).AsTask());
        }

        await Assert.ThrowsAsync<EndOfStreamException>(() => fetched.ReadAsync(Content.Length - 10, buffer, Stop).AsTask());
        await fetched.ReadAsync(Content.Length - 10, buffer.AsMemory(0, 10), Stop);
        Assert.True(Content.AsSpan(Content.Length - 10).SequenceEqual(buffer.AsSpan(0, 10)));
    }

    private static async Task<IObjectSource> SourceAsync(TestPlatform platform)
    {
        using var repository = await platform.Worker.OpenAsync(Worker.BackupRun(Guid.NewGuid(), Timestamp, Worker.Stream));
        await platform.PutAsync(Key, Content);
        return repository.Source;
    }
}
