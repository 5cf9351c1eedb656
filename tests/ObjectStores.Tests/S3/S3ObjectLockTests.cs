using Amazon.S3;
using Amazon.S3.Model;
using Holdfast.Engine.Retention;
using Holdfast.ObjectStores.Diagnosis;
using Holdfast.ObjectStores.S3;
using Holdfast.ObjectStores.Sweeps;
using Holdfast.ObjectStores.Tests.Sweeps;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.S3;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Holdfast.ObjectStores.Tests.S3;

/// <summary>Objects that nobody can remove for good, and deletions that are refused.</summary>
public sealed class S3ObjectLockTests : IDisposable
{
    private readonly List<S3Store> _opened = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _opened.ForEach(store => store.Dispose());

    [Theory]
    [InlineData("GOVERNANCE", 1000)]
    [InlineData("COMPLIANCE", 1000)]
    [InlineData("COMPLIANCE", 12 << 20)]
    public async Task Every_object_is_locked_from_its_put(string mode, int length)
    {
        var options = await LockedAsync(mode);
        var store = await OpenAsync(options);
        await store.PutIfAbsentAsync("app/a", new byte[length], Token);

        using var client = S3Clients.Create(options);
        var found = await client.GetObjectMetadataAsync(options.BucketName, "app/a", Token);
        Assert.Equal(mode, found.ObjectLockMode.Value);
        Assert.InRange(
            found.ObjectLockRetainUntilDate!.Value.ToUniversalTime(),
            TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(7).AddMinutes(-5),
            TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(7).AddMinutes(5));
    }

    [Fact]
    public async Task What_is_deleted_is_hidden_but_can_be_brought_back_and_its_key_can_be_used_anew()
    {
        var options = await LockedAsync("COMPLIANCE");
        var store = await OpenAsync(options);
        await store.PutIfAbsentAsync("app/a", new byte[] { 1 }, Token);
        using var client = S3Clients.Create(options);
        var locked = (await VersionsAsync(client, options)).Single(version => version.Key == "app/a");

        await store.DeleteAsync(["app/a"], Token);

        Assert.Null(await store.HeadAsync("app/a", Token));
        Assert.Empty(await store.ListAsync("", Token).ToListAsync(Token));
        var refusal = await Assert.ThrowsAsync<AmazonS3Exception>(
            () => client.DeleteObjectAsync(options.BucketName, "app/a", locked.VersionId, Token));
        Assert.Equal("AccessDenied", refusal.ErrorCode);
        var marker = (await VersionsAsync(client, options)).Single(version => version is { Key: "app/a", IsDeleteMarker: true });
        await client.DeleteObjectAsync(options.BucketName, "app/a", marker.VersionId, Token);
        Assert.Equal([1], await store.GetAsync("app/a", 1, Token));

        await store.DeleteAsync(["app/a"], Token);
        await store.PutIfAbsentAsync("app/a", new byte[] { 2 }, Token);
        Assert.Equal([2], await store.GetAsync("app/a", 1, Token));
    }

    [Fact]
    public async Task Probes_are_not_locked()
    {
        var options = await LockedAsync("COMPLIANCE");
        var store = await OpenAsync(options);
        Assert.True((await store.DiagnoseAsync(Token)).Ok);

        using var client = S3Clients.Create(options);
        foreach (var version in await VersionsAsync(client, options))
        {
            await client.DeleteObjectAsync(options.BucketName, version.Key, version.VersionId, Token);
        }

        Assert.Empty(await VersionsAsync(client, options));
    }

    [Fact]
    public async Task A_bucket_without_Object_Lock_is_told_before_anything_is_stored()
    {
        var plain = S3StoreConformance.Options(await CephServer.SharedAsync().OrSkipAsync());
        await OpenAsync(plain);
        var store = Open(plain with { ObjectLockMode = "COMPLIANCE", ObjectLockDays = 7 });

        var failure = await Assert.ThrowsAsync<ObjectStoreException>(() => store.PrepareAsync(Token));
        var found = await store.DiagnoseAsync(Token);
        var put = await Assert.ThrowsAsync<ObjectStoreException>(() => store.PutIfAbsentAsync("app/a", new byte[1], Token));

        Assert.All([failure.Message, found.Message, put.Message], text => Assert.Contains("has no Object Lock", text, StringComparison.Ordinal));
        Assert.Equal(StoreStep.Put, found.Step);
    }

    /// <summary>As a policy, or Azure's immutability, refuses it.</summary>
    [Fact]
    public async Task A_sweep_whose_deletions_are_refused_says_so_loses_nothing_and_is_ended_by_a_later_one()
    {
        var options = S3StoreConformance.Options(await CephServer.SharedAsync().OrSkipAsync());
        var store = await OpenAsync(options);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var platform = await Platform.CreateAsync(store, "app", time);
        var (expired, kept) = (await platform.BackUpAsync(), await platform.BackUpAsync());
        using var client = S3Clients.Create(options);
        var policy = $$"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":["s3:DeleteObject","s3:DeleteObjectVersion"],
             "Resource":["arn:aws:s3:::{{options.BucketName}}/*.pack"]}]}
            """;
        await client.PutBucketPolicyAsync(new PutBucketPolicyRequest { BucketName = options.BucketName, Policy = policy }, Token);
        time.Advance(TimeSpan.FromDays(2));

        var failure = await Assert.ThrowsAsync<ObjectStoreException>(SweepAsync);

        Assert.Contains(".pack", failure.Message, StringComparison.Ordinal);
        Assert.Contains("access is denied", failure.Message, StringComparison.Ordinal);
        await platform.AssertWholeAsync(kept, store);
        await client.DeleteBucketPolicyAsync(options.BucketName, Token);
        Assert.NotEmpty((await SweepAsync()).Deletions);
        Assert.Empty((await SweepAsync()).Deletions);
        await platform.AssertWholeAsync(kept, store);

        async Task<GarbagePlan> SweepAsync()
        {
            var sweep = new RepositorySweep(store, "app", time);
            var plan = await sweep.PlanAsync(new SweepRequest { Expire = [expired.Timestamp] }, Token);
            Assert.Null(plan.Refusal);
            await sweep.DeleteAsync(plan, Token);
            return plan;
        }
    }

    private static async Task<List<S3ObjectVersion>> VersionsAsync(AmazonS3Client client, S3StoreOptions options) =>
        (await client.ListVersionsAsync(options.BucketName, Token)).Versions ?? [];

    private static async Task<S3StoreOptions> LockedAsync(string mode) =>
        S3StoreConformance.Options(await CephServer.SharedAsync().OrSkipAsync()) with { ObjectLockMode = mode, ObjectLockDays = 7 };

    private async Task<S3Store> OpenAsync(S3StoreOptions options)
    {
        var store = Open(options);
        await store.PrepareAsync(Token);
        return store;
    }

    private S3Store Open(S3StoreOptions options)
    {
        _opened.Add(new S3Store(options, TimeProvider.System));
        return _opened[^1];
    }
}
