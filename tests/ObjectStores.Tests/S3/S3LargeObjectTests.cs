using System.Security.Cryptography;
using Amazon.S3.Model;
using Holdfast.ObjectStores.S3;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.S3;
using Xunit;

namespace Holdfast.ObjectStores.Tests.S3;

/// <summary>Objects of more parts, or more bytes, than a server takes at once.</summary>
public sealed class S3LargeObjectTests : IDisposable
{
    private const int MiB = 1 << 20;
    private readonly TemporaryDirectory _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    /// <summary>The test's Ceph takes 1,000 parts of an object, however small. This one has just so many; in the parts that are wanted it would be 2,000.</summary>
    [Fact]
    public async Task A_server_of_a_thousand_parts_is_asked_for_no_more() =>
        await ComesBackAsync(CephServer.SharedAsync, length: 125L * MiB, options => options with { PartSize = MiB / 16 });

    /// <summary>
    /// Swift as it is by default: 1,000 parts of an object, 5 GiB in one put. This object has just so many parts, of 6 MiB; in the parts
    /// that are wanted it would be 1,200.
    /// </summary>
    [Fact]
    public async Task Six_gigabytes_go_in_a_thousand_parts_and_come_back()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("HOLDFAST_FULL_TESTS") == "1", "6 GB go into Swift and back, which takes minutes: set HOLDFAST_FULL_TESTS=1");
        await ComesBackAsync(SwiftServer.SharedAsync, length: 6000L * MiB, options => options);
    }

    private async Task ComesBackAsync(Func<Task<S3Server>> server, long length, Func<S3StoreOptions, S3StoreOptions> change)
    {
        var options = change(await OptionsAsync(server));
        using var store = new S3Store(options, TimeProvider.System);
        await store.PrepareAsync(Token);
        var file = await StagedAsync(length);

        await store.PutIfAbsentAsync("app/large", file, Token);

        Assert.False(File.Exists(file.Path));
        Assert.Equal(length, (await store.HeadAsync("app/large", Token))?.Length);
        Assert.Equal(Convert.ToHexString(file.Sha256.Span), await ReadAgainAsync(store, length));
        using var client = S3Clients.Create(options);
        var unfinished = await client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = options.BucketName }, Token);
        Assert.Empty(unfinished.MultipartUploads ?? []);
        await store.DeleteAsync(["app/large"], Token);
    }

    /// <summary>A file with holes, and some bytes in each MiB that no other has.</summary>
    private async Task<StagedFile> StagedAsync(long length)
    {
        var path = Path.Join(_folder.Path, "large");
        await using var file = File.Create(path);
        for (var offset = 0L; offset < length; offset += MiB)
        {
            file.Position = offset;
            await file.WriteAsync(SHA256.HashData(BitConverter.GetBytes(offset)), Token);
        }

        file.SetLength(length);
        file.Position = 0;
        return new StagedFile(path, length, await SHA256.HashDataAsync(file, Token));
    }

    private static async Task<string> ReadAgainAsync(S3Store store, long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[16 * MiB];
        for (var offset = 0L; offset < length; offset += buffer.Length)
        {
            var part = buffer.AsMemory(0, (int)Math.Min(buffer.Length, length - offset));
            await store.ReadAsync("app/large", offset, part, Token);
            hash.AppendData(part.Span);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static async Task<S3StoreOptions> OptionsAsync(Func<Task<S3Server>> server) => S3StoreConformance.Options(await server().OrSkipAsync());
}
