using Amazon.S3;
using Amazon.S3.Model;
using Holdfast.ObjectStores.S3;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.S3;
using Xunit;

namespace Holdfast.ObjectStores.Tests.S3;

/// <summary>Encryption by the server and storage classes reach the server with every kind of put.</summary>
public sealed class S3PlacementTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1000)]
    [InlineData(12 << 20)]
    public async Task Objects_are_encrypted_by_the_server_and_come_back(int length)
    {
        var options = await OptionsAsync() with { ServerSideEncryption = "aws:kms", KmsKeyId = CephServer.KmsKey };

        var found = await PutAsync(options, length);

        Assert.Equal(ServerSideEncryptionMethod.AWSKMS, found.ServerSideEncryptionMethod);
        Assert.Equal(CephServer.KmsKey, found.ServerSideEncryptionKeyManagementServiceKeyId);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(12 << 20)]
    public async Task Objects_lie_in_the_storage_class(int length)
    {
        var options = await OptionsAsync() with { StorageClass = CephServer.ColdClass };

        Assert.Equal(CephServer.ColdClass, (await PutAsync(options, length)).StorageClass.Value);
    }

    [Fact]
    public async Task A_key_that_the_server_does_not_have_is_told_by_the_diagnosis()
    {
        using var store = new S3Store(await OptionsAsync() with { ServerSideEncryption = "aws:kms", KmsKeyId = "nowhere" }, TimeProvider.System);

        Assert.False((await store.DiagnoseAsync(Token)).Ok);
    }

    [Fact]
    public async Task A_storage_class_that_the_server_does_not_have_is_told_by_the_diagnosis()
    {
        using var store = new S3Store(await OptionsAsync() with { StorageClass = "NOWHERE" }, TimeProvider.System);

        Assert.False((await store.DiagnoseAsync(Token)).Ok);
    }

    private static async Task<GetObjectMetadataResponse> PutAsync(S3StoreOptions options, int length)
    {
        using var store = new S3Store(options, TimeProvider.System);
        await store.PrepareAsync(Token);
        var content = new byte[length];
        new Random(1).NextBytes(content);
        await store.PutIfAbsentAsync("app/a", content, Token);
        await store.PutIfAbsentAsync("app/a", content, Token);
        var stored = await store.GetAsync("app/a", length, Token);
        Assert.True(content.AsSpan().SequenceEqual(stored));
        using var client = S3Clients.Create(options);
        return await client.GetObjectMetadataAsync(options.BucketName, "app/a", Token);
    }

    private static async Task<S3StoreOptions> OptionsAsync() => S3StoreConformance.Options(await CephServer.SharedAsync().OrSkipAsync());
}
