using Amazon.S3.Model;
using Holdfast.FaultyStores.Network;
using Holdfast.ObjectStores.S3;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.S3;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Holdfast.ObjectStores.Tests.S3;

/// <summary>An operator reads what is wrong, and nothing that cannot pass by itself is tried again.</summary>
public sealed class S3FailureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_unknown_access_key_is_told() =>
        await TellsAsync(options => options with { AccessKey = "nobody" }, "access key", isTransient: false);

    [Fact]
    public async Task A_wrong_secret_is_told() =>
        await TellsAsync(options => options with { SecretKey = "wrong" }, "SignatureDoesNotMatch", isTransient: false);

    [Fact]
    public async Task A_name_that_cannot_be_resolved_is_told() =>
        await TellsAsync(options => options with { Endpoint = new Uri("http://holdfast.invalid:1") }, "DNS", isTransient: true);

    [Fact]
    public async Task A_server_without_TLS_is_told() => await TellsAsync(
        options => options with { Endpoint = new UriBuilder(options.Endpoint!) { Scheme = "https" }.Uri }, "TLS", isTransient: false);

    [Fact]
    public async Task A_server_that_is_down_is_told() =>
        await TellsAsync(options => options with { Endpoint = new Uri("http://127.0.0.1:1") }, "refuses the connection", isTransient: true);

    [Fact]
    public async Task A_missing_bucket_is_no_empty_store()
    {
        using var store = new S3Store(await OptionsAsync(), TimeProvider.System);

        foreach (var call in (Func<Task>[])[
            () => store.ListAsync("", Token).ToListAsync(Token).AsTask(),
            () => store.HeadAsync("app/a", Token),
            () => store.GetAsync("app/a", 1, Token),
            () => store.PutIfAbsentAsync("app/a", new byte[1], Token)])
        {
            var failure = await Assert.ThrowsAsync<ObjectStoreException>(call);
            Assert.Contains("bucket does not exist", failure.Message, StringComparison.Ordinal);
            Assert.False(failure.IsTransient);
        }
    }

    /// <summary>As Ceph does on a connection on which it has refused an upload before it had read it.</summary>
    [Fact]
    public async Task What_a_server_took_for_the_rest_of_an_earlier_request_is_sent_once_more()
    {
        var options = await OptionsAsync();
        await using var proxy = new FaultProxy(options.Endpoint!);
        using var store = new S3Store(options with { Endpoint = proxy.Url }, TimeProvider.System);
        await store.PrepareAsync(Token);

        proxy.HangUp();
        proxy.Fail(requests: 1, status: 400);
        await store.PutIfAbsentAsync("app/a", new byte[] { 7 }, Token);
        Assert.Equal([7], await store.GetAsync("app/a", 1, Token));

        proxy.HangUp();
        proxy.Fail(requests: 2, status: 400);
        var failure = await Assert.ThrowsAsync<ObjectStoreException>(() => store.GetAsync("app/a", 1, Token));
        Assert.Contains("did not understand", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task Uploads_that_were_never_finished_are_ended()
    {
        var options = await OptionsAsync();
        using var store = new S3Store(options, TimeProvider.System);
        await store.PrepareAsync(Token);
        using var client = S3Clients.Create(options);
        await client.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = options.BucketName, Key = "app/a" }, Token);

        Assert.Equal(0, await store.AbortUnfinishedAsync(TimeSpan.FromHours(1), Token));
        using var tomorrow = new S3Store(options, new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(1)));
        Assert.Equal(1, await tomorrow.AbortUnfinishedAsync(TimeSpan.FromHours(1), Token));
        Assert.Equal(0, await tomorrow.AbortUnfinishedAsync(TimeSpan.FromHours(1), Token));
    }

    private static async Task TellsAsync(Func<S3StoreOptions, S3StoreOptions> change, string text, bool isTransient)
    {
        using var store = new S3Store(change(await OptionsAsync()), TimeProvider.System);

        var failure = await Assert.ThrowsAsync<ObjectStoreException>(() => store.PrepareAsync(Token));

        Assert.Contains(text, failure.Message, StringComparison.Ordinal);
        Assert.Equal(isTransient, failure.IsTransient);
        Assert.DoesNotContain("testsecret", failure.ToString(), StringComparison.Ordinal);
    }

    private static async Task<S3StoreOptions> OptionsAsync() => S3StoreConformance.Options(await CephServer.SharedAsync().OrSkipAsync());
}
