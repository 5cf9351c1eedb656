using Holdfast.Contracts;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Storage;
using Holdfast.Engine.Repositories;
using Holdfast.FaultyStores.Network;
using Holdfast.Hosting.Runs;
using Holdfast.Messaging;
using Holdfast.ObjectStores;
using Holdfast.ObjectStores.Azure;
using Holdfast.ObjectStores.Retries;
using Holdfast.ObjectStores.S3;
using Holdfast.StoreAccess.Requests;
using Holdfast.TestServers.Azure;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.S3;
using Holdfast.Uploader.Tests.Platform;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Uploader.Tests.Faults;

/// <summary>The line to a real store breaks in every way while a backup is made, committed, deleted and restored; afterwards all that were committed restore.</summary>
public sealed class StoreServerFaultTests
{
    private const string AnyRequest = " HTTP/1.1\r\n";
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(2);

    /// <summary>What the line does from then on; the text is that of a request to delete.</summary>
    private static readonly (string Name, Action<FaultProxy, string> Begin)[] Faults =
    [
        ("an answer to a deletion that is lost", (proxy, deletes) => Times(1, proxy).LoseAnswersTo = deletes),
        ("three answers of 503", (proxy, _) => Times(3, proxy).Refuse = (AnyRequest, 503)),
        ("nothing but 503", (proxy, _) => proxy.Refuse = (AnyRequest, 503)),
        ("nothing but 500", (proxy, _) => proxy.Refuse = (AnyRequest, 500)),
        ("requests cut within their bodies", (proxy, _) => proxy.CutRequestsAfter = 20_000),
        ("answers cut within their bodies", (proxy, _) => proxy.CutAnswersAfter = 10_000),
        ("two answers that never come", (proxy, _) => Times(2, proxy).StallAnswersAfter = 0),
        ("an answer to a put that is lost", (proxy, _) => Times(1, proxy).LoseAnswersTo = "PUT "),
        ("a bit that flips on its way", (proxy, _) => Times(1, proxy).FlipInRequests = 15_000),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public Task On_S3() => SurvivesAsync("?delete ", async () =>
    {
        var server = await CephServer.SharedAsync().OrSkipAsync();
        var proxy = new FaultProxy(server.Endpoint);
        var options = new S3StoreOptions
        {
            BucketName = $"t{Guid.NewGuid():N}",
            Endpoint = server.Endpoint,
            Region = "us-east-1",
            ForcePathStyle = true,
            AccessKey = server.AccessKey,
            SecretKey = server.SecretKey,
        };
        using (var direct = new S3Store(options, TimeProvider.System))
        {
            await direct.PrepareAsync(Stop);
        }

        return (proxy, new S3Store(options with { Endpoint = proxy.Url, IdleLimit = IdleLimit }, TimeProvider.System));
    });

    [Fact]
    public Task On_Azure() => SurvivesAsync("DELETE /", async () =>
    {
        var server = await AzuriteServer.SharedAsync().OrSkipAsync();
        var proxy = new FaultProxy(server.ServiceUrl);
        var options = new AzureBlobStoreOptions
        {
            AccountName = server.AccountName,
            AccessKey = server.AccessKey,
            ContainerName = $"t{Guid.NewGuid():N}",
            ServiceUrl = server.ServiceUrl,
        };
        await new AzureBlobStore(options, TimeProvider.System).PrepareAsync(Stop);
        return (proxy, new AzureBlobStore(options with { ServiceUrl = proxy.Url, IdleLimit = IdleLimit }, TimeProvider.System));
    });

    private static async Task SurvivesAsync(string deletes, Func<Task<(FaultProxy Proxy, IObjectStore Store)>> open)
    {
        var (proxy, store) = await open();
        await using var closing = proxy;
        var retries = new RetryOptions { Attempts = 3, FirstDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(5) };
        await using var platform = await TestPlatform.StartAsync(
            wrap: _ => new RetryingStore(store, retries, TimeProvider.System, NullLogger<RetryingStore>.Instance),
            isRemote: true,
            patience: new Patience { Total = TimeSpan.Zero });
        var (content, parent) = (Bytes.Random(200_000), (BackupFound?)null);
        var committed = new SortedDictionary<string, (ComponentSnapshot Snapshot, byte[] Content)>(StringComparer.Ordinal);
        for (var day = 1; day <= 3; day++)
        {
            parent = await platform.BackUpAsync(Day(day), content, parent);
            committed[Day(day)] = (parent.Components[0], content);
            content = Bytes.Changed(content, offset: day * 30_000, length: 30_000, seed: day);
        }

        for (var number = 0; number < Faults.Length; number++)
        {
            var ((name, begin), before) = (Faults[number], proxy.Faults);
            var (oldest, newest) = (committed.First().Key, committed.Last().Value);
            proxy.HangUp();
            begin(proxy, deletes);
            var made = await BackUpAsync(platform, Day(number + 4), Bytes.Changed(content, 10_000, 50_000, seed: number), newest.Snapshot);
            var deleted = committed.Count > 2 && await platform.AskAsync<DeleteBackup, BackupDeleted>(Commands.Delete(oldest), Queues.Retention) is BackupDeleted;
            Assert.True(proxy.Faults > before, $"{name}: nothing has happened");

            proxy.Heal();
            var oldestIsGone = await FindAsync(platform, oldest) is BackupNotFound { Missing: true };
            Assert.True(oldestIsGone || !deleted, $"after {name}: {oldest} was deleted and is there");
            if (oldestIsGone)
            {
                committed.Remove(oldest);
            }

            if (made is { Snapshot: { } snapshot } && (made.IsCommitted || await FindAsync(platform, Day(number + 4)) is BackupFound))
            {
                committed[Day(number + 4)] = (snapshot, made.Content);
            }

            await RestoreAsync(platform, committed, name);
        }

        Assert.IsType<BackupDeleted>(await platform.AskAsync<DeleteBackup, BackupDeleted>(Commands.Delete(committed.First().Key), Queues.Retention));
        committed.Remove(committed.First().Key);
        Assert.True((await BackUpAsync(platform, Day(28), content, committed.Last().Value.Snapshot)).IsCommitted);
        await RestoreAsync(platform, committed, "all of it");
    }

    private static async Task RestoreAsync(
        TestPlatform platform, SortedDictionary<string, (ComponentSnapshot Snapshot, byte[] Content)> committed, string after)
    {
        Assert.NotEmpty(committed);
        foreach (var (timestamp, (snapshot, content)) in committed)
        {
            var found = await FindAsync(platform, timestamp);
            Assert.True(found is BackupFound, $"after {after}: {timestamp} is not there: {found}");
            var restored = await platform.Worker.RestoreAsync(snapshot);
            Assert.True(content.AsSpan().SequenceEqual(restored), $"after {after}: {timestamp} is not what was backed up");
        }
    }

    /// <summary>Makes a backup as far as that goes.</summary>
    private static async Task<(ComponentSnapshot? Snapshot, bool IsCommitted, byte[] Content)> BackUpAsync(
        TestPlatform platform, string timestamp, byte[] content, ComponentSnapshot parent)
    {
        var operation = Guid.NewGuid();
        try
        {
            var snapshot = await platform.Worker.BackUpAsync(operation, timestamp, Worker.Stream, content, parent);
            await platform.Bus.SendCommandAsync(Queues.Uploader, Commands.Commit(operation, timestamp, snapshot), Stop);
            return (snapshot, await NextAsync(platform, told => told is BackupCommitted or BackupCommitFailed) is BackupCommitted, content);
        }
        catch (Exception failure) when (failure is IOException or RunFailedException or RepositoryRefusedException)
        {
            return (null, false, content); // it said so; what it left is a later sweep's
        }
    }

    private static async Task<object> FindAsync(TestPlatform platform, string timestamp)
    {
        await platform.Bus.SendCommandAsync(Queues.Uploader, Commands.Find(timestamp), Stop);
        return await NextAsync(platform, told => told is BackupFound or BackupNotFound);
    }

    private static async Task<object> NextAsync(TestPlatform platform, Func<object, bool> isIt)
    {
        while (true)
        {
            if (await platform.NextEventAsync() is var told && isIt(told))
            {
                return told;
            }
        }
    }

    /// <summary>The line heals after so many faults.</summary>
    private static FaultProxy Times(int count, FaultProxy proxy)
    {
        proxy.Happened = () =>
        {
            if (--count == 0)
            {
                proxy.Heal();
            }
        };
        return proxy;
    }

    private static string Day(int day) => $"2026-01-{day:00}t00-00-00";
}
