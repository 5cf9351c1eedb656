using Holdfast.ObjectStores;
using Holdfast.StoreOpening;
using Holdfast.TestServers.Conditions;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.S3;
using Holdfast.Uploader.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Uploader.Tests.Stores;

/// <summary>A store that cannot be used at the start does not keep the uploader from starting, and what is wrong is said.</summary>
public sealed class StorePreparationTests : IDisposable
{
    private readonly string _local = Directory.CreateTempSubdirectory("holdfast-preparation-").FullName;
    private readonly string _bucket = $"t{Guid.NewGuid():N}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_local, recursive: true);

    [Fact]
    public async Task A_store_that_is_away_does_not_fail_the_start_and_is_said()
    {
        using var host = await StartAsync(new S3Server("none", new Uri("http://127.0.0.1:1"), "a", "s"));

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop);

        Assert.Equal(HealthStatus.Degraded, report.Entries["object store"].Status);
        Assert.Contains("refuses the connection", report.Entries["object store"].Description, StringComparison.Ordinal);
        await host.StopAsync(Stop);
    }

    [Fact]
    public async Task A_bucket_that_may_be_made_later_is_made_then()
    {
        var user = await CephServer.UserAsync("--max-buckets=-1").OrSkipAsync();
        using var host = await StartAsync(user);
        Assert.Contains("access is denied", (await StoreAsync(host)).Problem(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ObjectStoreException>(async () => await (await StoreAsync(host)).Objects.PutIfAbsentAsync("app/a", new byte[1], Stop));

        CephServer.Limit(user, "--max-buckets=1");
        await Eventually.TrueAsync(async () => (await StoreAsync(host)).Problem() is null, "the uploader has made the bucket by itself");

        await (await StoreAsync(host)).Objects.PutIfAbsentAsync("app/a", new byte[1], Stop);
        Assert.Equal(HealthStatus.Healthy, (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop)).Status);
        await host.StopAsync(Stop);
    }

    [Fact]
    public async Task Who_may_only_read_can_list_and_read()
    {
        var user = await CephServer.UserAsync().OrSkipAsync();
        using (var first = await StartAsync(user))
        {
            await (await StoreAsync(first)).Objects.PutIfAbsentAsync("app/a", new byte[] { 7 }, Stop);
            await first.StopAsync(Stop);
        }

        CephServer.Limit(user, "--op-mask=read");
        using var host = await StartAsync(user);

        var problem = (await StoreAsync(host)).Problem();
        Assert.True(problem?.Contains("access is denied", StringComparison.Ordinal), problem);
        Assert.Equal([7], await (await StoreAsync(host)).Objects.GetAsync("app/a", 1, Stop));
        Assert.Equal(["app/a"], await (await StoreAsync(host)).Objects.ListAsync("app/", Stop).Select(item => item.Key).ToListAsync(Stop));
        await host.StopAsync(Stop);
    }

    private static async Task<ConfiguredStore> StoreAsync(IHost host) => await host.Services.GetRequiredService<OpenStores>().NowAsync(Stop);

    private async Task<IHost> StartAsync(S3Server server)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ObjectStore:localLocation"] = _local,
            ["ObjectStore:locationType"] = "s3",
            ["ObjectStore:aws:accessKey"] = server.AccessKey,
            ["ObjectStore:aws:secretKey"] = server.SecretKey,
            ["ObjectStore:aws:s3:endpoint"] = server.Endpoint.ToString(),
            ["ObjectStore:aws:s3:forcePathStyle"] = "true",
            ["ObjectStore:aws:s3:bucketName"] = _bucket,
        });
        builder.AddUploader();
        var host = builder.Build();
        await host.StartAsync(Stop);
        return host;
    }
}
