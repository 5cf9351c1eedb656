using Holdfast.Engine.Backup;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Restore;
using Holdfast.Engine.Snapshots;
using Xunit;

namespace Holdfast.Engine.Tests.Pipelines;

public sealed class StreamRoundTripTests
{
    private static readonly ComponentName Database = ComponentName.Database("airflow");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20_000_000)]
    public async Task A_stream_comes_back_as_it_was(int length)
    {
        using var repository = await RepositoryFixture.CreateAsync(TestSecrets.Key);
        var content = SampleTree.Content(new Random(length), length, compressible: true);
        var backup = await BackUpAsync(repository, content, null);
        Assert.Equal(content, await RestoreAsync(repository, backup.SnapshotKey));
        Assert.Equal(length, backup.Stats.LogicalBytes);
        Assert.True((await repository.VerifyAsync(backup.SnapshotKey)).IsGood);
    }

    [Fact]
    public async Task A_stream_of_thousands_of_chunks_has_its_list_split_and_comes_back()
    {
        using var repository = await RepositoryFixture.CreateAsync();
        var content = SampleTree.Content(new Random(1), 12_000_000, compressible: false);
        var backup = await BackUpAsync(repository, content, null, RepositoryFixture.SmallOptions);
        Assert.InRange(backup.Stats.NewChunks, 2001, int.MaxValue);
        Assert.Equal(content, await RestoreAsync(repository, backup.SnapshotKey));
    }

    [Fact]
    public async Task The_next_dump_stores_what_changed()
    {
        using var repository = await RepositoryFixture.CreateAsync();
        var content = SampleTree.Content(new Random(2), 30_000_000, compressible: false);
        var first = await BackUpAsync(repository, content, null);
        var second = await BackUpAsync(repository, [.. content, .. SampleTree.Content(new Random(3), 3_000_000, false)], first.SnapshotKey);
        Assert.InRange(second.Stats.StoredBytes, 3_000_000, 3_000_000 + (4 << 20) + 20_000);
    }

    [Fact]
    public async Task A_producer_that_failed_leaves_no_snapshot()
    {
        using var repository = await RepositoryFixture.CreateAsync();
        var request = repository.Request(component: Database);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => StreamBackup.RunAsync(
            request,
            new MemoryStream(new byte[10_000]),
            _ => throw new InvalidOperationException("pg_dump: error: connection to server was lost"),
            Stop));
        Assert.Contains("connection to server was lost", failure.Message);
        Assert.DoesNotContain(await repository.ListAsync(), item => item.Key.EndsWith("snapshot.json", StringComparison.Ordinal));
    }

    /// <summary>The pool's threads answer calls meanwhile.</summary>
    [Fact]
    public async Task A_stream_is_read_and_written_apart_from_the_thread_pool_also_after_it_was_waited_for()
    {
        using var repository = await RepositoryFixture.CreateAsync();
        using var content = new WaitingStream(SampleTree.Content(new Random(4), 9_000_000, compressible: true));
        var backup = await StreamBackup.RunAsync(repository.Request(component: Database), content, _ => Task.CompletedTask, Stop);

        var snapshot = await SnapshotReader.OpenAsync(repository.Source, repository.Repository, backup.SnapshotKey, Stop);
        using var restored = new WaitingStream([]);
        await StreamRestore.RunAsync(repository.Source, repository.Repository, snapshot.Catalog, restored, new RestoreCounters(), Stop);

        Assert.Equal((true, true), (content.Calls > 2, restored.Calls > 2));
        Assert.Equal((0, 0), (content.OnPool, restored.OnPool));
    }

    private static Task<BackupResult> BackUpAsync(
        RepositoryFixture repository, byte[] content, string? parent, BackupOptions? options = null) => StreamBackup.RunAsync(
            repository.Request(parent, options, Database), new MemoryStream(content), _ => Task.CompletedTask, Stop);

    private static async Task<byte[]> RestoreAsync(RepositoryFixture repository, string key)
    {
        var snapshot = await SnapshotReader.OpenAsync(repository.Source, repository.Repository, key, Stop);
        using var restored = new MemoryStream();
        await StreamRestore.RunAsync(repository.Source, repository.Repository, snapshot.Catalog, restored, new RestoreCounters(), Stop);
        return restored.ToArray();
    }

    /// <summary>Every call ends on a thread of the pool, as one that waited for the kernel does.</summary>
    private sealed class WaitingStream : MemoryStream
    {
        public WaitingStream(byte[] content)
        {
            Write(content);
            Position = 0;
        }

        public int Calls { get; private set; }

        public int OnPool { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await NoteAsync();
            return Read(buffer.Span);
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await NoteAsync();
            Write(buffer.Span);
        }

        private Task NoteAsync()
        {
            Calls++;
            OnPool += Thread.CurrentThread.IsThreadPoolThread ? 1 : 0;
            return Task.Run(() => { });
        }
    }
}
