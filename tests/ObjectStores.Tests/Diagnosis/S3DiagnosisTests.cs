using Amazon.S3.Model;
using Holdfast.FaultyStores.Network;
using Holdfast.ObjectStores.Diagnosis;
using Holdfast.ObjectStores.S3;
using Holdfast.ObjectStores.Tests.S3;
using Holdfast.TestServers.Azure;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.S3;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Diagnosis;

/// <summary>What is wrong with a bucket or the way to it is found on a real server, and said.</summary>
public sealed class S3DiagnosisTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bucket_that_works_is_made_and_left_empty()
    {
        var options = await OptionsAsync(CephServer.SharedAsync());

        Found.Nothing(await DiagnoseAsync(options));
        Found.Nothing(await DiagnoseAsync(options));

        using var client = S3Clients.Create(options);
        Assert.Null((await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = options.BucketName }, Token)).S3Objects);
    }

    [Fact]
    public async Task A_server_that_does_not_know_conditional_puts_works() =>
        Found.Nothing(await DiagnoseAsync(await OptionsAsync(SwiftServer.SharedAsync())));

    [Fact]
    public async Task A_name_that_cannot_be_resolved() =>
        Found.At(await WrongAsync(options => options with { Endpoint = new Uri("http://holdfast.invalid:1") }), StoreStep.Find, "(DNS)");

    [Fact]
    public async Task A_port_where_nobody_listens() => Found.At(
        await WrongAsync(options => options with { Endpoint = new Uri("http://127.0.0.1:1") }), StoreStep.Find, "refuses the connection", "port");

    [Fact]
    public async Task TLS_against_a_plain_port() => Found.At(
        await WrongAsync(options => options with { Endpoint = new UriBuilder(options.Endpoint!) { Scheme = "https" }.Uri }),
        StoreStep.Find, "(TLS)", "begin with http.");

    [Fact]
    public async Task A_certificate_that_is_not_trusted()
    {
        await using var server = new TlsServer();

        Found.At(await WrongAsync(options => options with { Endpoint = server.Url("https") }), StoreStep.Find, "(TLS)", "trusted");
    }

    [Fact]
    public async Task A_plain_request_against_a_TLS_port()
    {
        await using var server = new TlsServer();

        Found.At(await WrongAsync(options => options with { Endpoint = server.Url("http") }), StoreStep.Find, "begin with https");
    }

    [Fact]
    public async Task A_server_that_is_none_of_S3()
    {
        var azurite = await AzuriteServer.SharedAsync().OrSkipAsync();

        Found.At(await WrongAsync(options => options with { Endpoint = new Uri(azurite.ServiceUrl, "/") }), StoreStep.Find, "whether the endpoint is an S3 server's");
    }

    [Fact]
    public async Task An_unknown_access_key() =>
        Found.At(await WrongAsync(options => options with { AccessKey = "nobody" }), StoreStep.Find, "does not know the access key");

    [Fact]
    public async Task A_wrong_secret_key() =>
        Found.At(await WrongAsync(options => options with { SecretKey = "wrong" }), StoreStep.Find, "signature is wrong", "secretKey");

    /// <summary>Ceph does not look at the region of a signature; Swift does, as Amazon does.</summary>
    [Fact]
    public async Task A_wrong_region() => Found.At(
        await DiagnoseAsync(await OptionsAsync(SwiftServer.SharedAsync()) with { Region = "eu-west-1" }), StoreStep.Find, "region");

    [Fact]
    public async Task A_missing_bucket_that_may_not_be_made() => Found.At(
        await DiagnoseAsync(await OptionsAsync(CephServer.UserAsync("--max-buckets=-1"))), StoreStep.Create, "does not exist", "access is denied");

    [Fact]
    public async Task A_user_who_may_only_read()
    {
        var user = await CephServer.UserAsync().OrSkipAsync();
        var options = S3StoreConformance.Options(user);
        Found.Nothing(await DiagnoseAsync(options));
        CephServer.Limit(user, "--op-mask=read");
        Found.At(await DiagnoseAsync(options), StoreStep.Put, "access is denied", "may still be restored, but none can be made", "s3:PutObject");
    }

    [Theory]
    [InlineData("s3:ListBucket", StoreStep.List, "access is denied", "s3:ListBucket")]
    [InlineData("s3:GetObject", StoreStep.Get, "access is denied", "s3:GetObject")]
    [InlineData("*", StoreStep.Find, "Refused in all: listing, storing", "s3:ListBucket")]
    [InlineData("s3:DeleteObject", StoreStep.Delete, "access is denied", "stays there")]
    [InlineData("s3:PutObject", StoreStep.Put, "none can be made", "s3:PutObject")]
    public async Task A_right_that_a_policy_takes_away(string right, StoreStep step, string text, string hint)
    {
        var options = await OptionsAsync(CephServer.UserAsync());
        Found.Nothing(await DiagnoseAsync(options));
        using var client = S3Clients.Create(options);
        var policy = $$"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"{{right}}",
             "Resource":["arn:aws:s3:::{{options.BucketName}}","arn:aws:s3:::{{options.BucketName}}/*"]}]}
            """;
        await client.PutBucketPolicyAsync(new PutBucketPolicyRequest { BucketName = options.BucketName, Policy = policy }, Token);

        Found.At(await DiagnoseAsync(options), step, text, hint);
    }

    [Fact]
    public async Task A_quota_that_is_used_up()
    {
        var user = await CephServer.UserAsync().OrSkipAsync();
        var options = S3StoreConformance.Options(user);
        Found.Nothing(await DiagnoseAsync(options));
        CephServer.Quota(user, "--max-objects=0");

        Found.At(await DiagnoseAsync(options), StoreStep.Put, "quota is used up");
    }

    [Theory]
    [InlineData(20, "20 minutes ahead of")]
    [InlineData(-20, "20 minutes behind")]
    public async Task A_clock_that_is_too_wrong(int minutes, string text)
    {
        using var store = new S3Store(
            await OptionsAsync(CephServer.SharedAsync()), new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(minutes)));

        Found.At(await store.DiagnoseAsync(Token), StoreStep.Clock, text, "NTP");
    }

    [Fact]
    public async Task A_clock_that_goes_a_little_wrong_is_noted()
    {
        using var store = new S3Store(await OptionsAsync(CephServer.SharedAsync()), new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(5)));

        var found = await store.DiagnoseAsync(Token);

        Assert.True(found.Ok);
        Assert.Contains("5 minutes ahead", found.Message, StringComparison.Ordinal);
        Assert.Contains("NTP", found.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_never_answers()
    {
        var options = await OptionsAsync(CephServer.SharedAsync());
        await using var proxy = new FaultProxy(options.Endpoint!) { StallAnswersAfter = 0 };
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var store = new S3Store(options with { Endpoint = proxy.Url }, clock);

        var diagnosis = store.DiagnoseAsync(Token);
        await TestServers.Conditions.Eventually.TrueAsync(() => proxy.Faults > 0, "the answer is held back");
        clock.Advance(TimeSpan.FromSeconds(20));

        Found.At(await diagnosis, StoreStep.Find, "does not answer within 20 s", "firewalls");
    }

    private static async Task<StoreDiagnosis> WrongAsync(Func<S3StoreOptions, S3StoreOptions> change) =>
        await DiagnoseAsync(change(await OptionsAsync(CephServer.SharedAsync())));

    private static async Task<StoreDiagnosis> DiagnoseAsync(S3StoreOptions options)
    {
        using var store = new S3Store(options, TimeProvider.System);
        return await store.DiagnoseAsync(Token);
    }

    private static async Task<S3StoreOptions> OptionsAsync(Task<S3Server> server) => S3StoreConformance.Options(await server.OrSkipAsync());
}
