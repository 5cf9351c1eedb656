using System.Security.Cryptography;
using Holdfast.ObjectStores.Azure;
using Holdfast.TestServers.Azure;
using Holdfast.TestServers.Processes;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Azure;

/// <summary>An object of more bytes than one put may have.</summary>
public sealed class AzureLargeObjectTests : IDisposable
{
    private const int MiB = 1 << 20;
    private const long Length = 5200L * MiB;
    private readonly TemporaryDirectory _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task More_than_five_gigabytes_go_in_blocks_and_come_back()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("HOLDFAST_FULL_TESTS") == "1", "5 GB go into Azurite and back, which takes minutes: set HOLDFAST_FULL_TESTS=1");
        var store = new AzureBlobStore(await OptionsAsync(), TimeProvider.System);
        await store.PrepareAsync(Token);
        var file = await StagedAsync();

        await store.PutIfAbsentAsync("app/large", file, Token);

        Assert.False(File.Exists(file.Path));
        Assert.Equal(Length, (await store.HeadAsync("app/large", Token))?.Length);
        Assert.Equal(Convert.ToHexString(file.Sha256.Span), await ReadAgainAsync(store));
        await store.DeleteAsync(["app/large"], Token);
    }

    /// <summary>A file with holes, and some bytes in each MiB that no other has.</summary>
    private async Task<StagedFile> StagedAsync()
    {
        var path = Path.Join(_folder.Path, "large");
        await using var file = File.Create(path);
        for (var offset = 0L; offset < Length; offset += MiB)
        {
            file.Position = offset;
            await file.WriteAsync(SHA256.HashData(BitConverter.GetBytes(offset)), Token);
        }

        file.SetLength(Length);
        file.Position = 0;
        return new StagedFile(path, Length, await SHA256.HashDataAsync(file, Token));
    }

    private static async Task<string> ReadAgainAsync(AzureBlobStore store)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[16 * MiB];
        for (var offset = 0L; offset < Length; offset += buffer.Length)
        {
            var part = buffer.AsMemory(0, (int)Math.Min(buffer.Length, Length - offset));
            await store.ReadAsync("app/large", offset, part, Token);
            hash.AppendData(part.Span);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static async Task<AzureBlobStoreOptions> OptionsAsync()
    {
        var options = AzureBlobStoreTests.Options(await AzuriteServer.SharedAsync().OrSkipAsync());
        return new AzureBlobStoreOptions
        {
            AccountName = options.AccountName,
            AccessKey = options.AccessKey,
            ContainerName = options.ContainerName,
            ServiceUrl = options.ServiceUrl,
        };
    }
}
