using Holdfast.Hosting.Stores;
using Holdfast.ObjectStores.Directories;
using Holdfast.ObjectStores.Retries;
using Holdfast.StoreOpening;
using Holdfast.TestServers.Azure;
using Holdfast.TestServers.Conditions;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.S3;
using Holdfast.Uploader.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Uploader.Tests.Stores;

/// <summary>An uploader whose configuration names a cloud's store makes it at its start, and uses it.</summary>
public sealed class ConfiguredStoreTests : IDisposable
{
    private readonly string _local = Directory.CreateTempSubdirectory("holdfast-cloud-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_local, recursive: true);

    [Fact]
    public async Task Objects_go_to_the_bucket_that_is_configured() => await RoundTripAsync(async () =>
    {
        var server = await CephServer.SharedAsync().OrSkipAsync();
        return new()
        {
            ["locationType"] = "s3",
            ["aws:accessKey"] = server.AccessKey,
            ["aws:secretKey"] = server.SecretKey,
            ["aws:s3:endpoint"] = server.Endpoint.ToString(),
            ["aws:s3:forcePathStyle"] = "true",
            ["aws:s3:bucketName"] = $"t{Guid.NewGuid():N}",
        };
    });

    [Fact]
    public async Task Objects_go_to_the_container_that_is_configured() => await RoundTripAsync(async () =>
    {
        var server = await AzuriteServer.SharedAsync().OrSkipAsync();
        return new()
        {
            ["locationType"] = "azure-blob-storage",
            ["azure:accessKey"] = server.AccessKey,
            ["azure:blobStorage:serviceURL"] = server.ServiceUrl.ToString(),
            ["azure:blobStorage:accountName"] = server.AccountName,
            ["azure:blobStorage:containerName"] = $"t{Guid.NewGuid():N}",
        };
    });

    [Fact]
    public async Task The_configured_pace_is_kept()
    {
        var clock = new FakeTimeProvider();
        var options = new ObjectStoreOptions { LocalLocation = _local, Throttle = { RequestsPerSecond = 0.5, BytesPerSecond = 1000 } };
        var store = ConfiguredStore.Open(options, clock, NullLogger<RetryingStore>.Instance).Objects;
        await store.PutIfAbsentAsync("app/a", new byte[10_000], Stop);

        var second = store.PutIfAbsentAsync("app/b", new byte[1], Stop);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await new DirectoryStore(_local).HeadAsync("app/b", Stop)); // the requests are paid off, the bytes not
        await Eventually.TrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return second.IsCompleted;
            },
            "the second put had its turn");

        await second;
        Assert.True(clock.GetUtcNow() - clock.Start >= TimeSpan.FromSeconds(10));
    }

    private async Task RoundTripAsync(Func<Task<Dictionary<string, string?>>> configure)
    {
        var settings = await configure();
        using var first = await StartAsync(settings);
        await (await StoreAsync(first)).Objects.PutIfAbsentAsync("app/a", new byte[] { 1, 2, 3 }, Stop);
        await first.StopAsync(Stop);

        using var second = await StartAsync(settings);
        Assert.Null((await StoreAsync(second)).Directory);
        Assert.Equal([1, 2, 3], await (await StoreAsync(second)).Objects.GetAsync("app/a", 3, Stop));
        var keys = await (await StoreAsync(second)).Objects.ListAsync("", Stop).Select(item => item.Key).ToListAsync(Stop);
        Assert.Equal(["app/a"], keys);
        await second.StopAsync(Stop);
    }

    private static async Task<ConfiguredStore> StoreAsync(IHost host) => await host.Services.GetRequiredService<OpenStores>().NowAsync(Stop);

    private async Task<IHost> StartAsync(Dictionary<string, string?> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => $"ObjectStore:{setting.Key}", setting => setting.Value));
        builder.Configuration.AddInMemoryCollection([new("ObjectStore:localLocation", _local)]);
        builder.AddUploader();
        var host = builder.Build();
        await host.StartAsync(Stop);
        return host;
    }
}
