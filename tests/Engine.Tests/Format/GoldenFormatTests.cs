using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Restore;
using Holdfast.Engine.Snapshots;
using Holdfast.Engine.Tests.Pipelines;
using Holdfast.Engine.Verification;
using Holdfast.Engine.Volumes;
using Xunit;
using ZstdSharp;

namespace Holdfast.Engine.Tests.Format;

/// <summary>What version 1 once wrote is read for ever, and has the bytes that docs/format.md says.</summary>
public sealed class GoldenFormatTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(GoldenFixture.Plain)]
    [InlineData(GoldenFixture.Sealed)]
    public async Task Both_backups_verify_and_restore(string name)
    {
        var golden = new GoldenFixture(name);
        var source = RepositoryFixture.SourceOf(golden.Store);
        var repository = await golden.OpenAsync(Stop);
        var backups = golden.Objects.Select(item => item.Key).Where(key => key.EndsWith("/manifest.json", StringComparison.Ordinal))
            .Select(key => key.Split('/')[0]).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(2, backups.Count);
        using var scratch = await RepositoryFixture.CreateAsync();
        for (var backup = 1; backup <= 2; backup++)
        {
            var manifest = await Manifest.ReadAsync(source, repository.Id, backups[backup - 1], Stop);
            Assert.Equal(golden.Objects.Single(item => item.Key == manifest.ObjectKey).Content, manifest.ToJson());
            foreach (var component in manifest.Components)
            {
                var snapshot = await SnapshotReader.OpenAsync(source, repository, component, Stop);
                var report = await SnapshotVerification.RunAsync(source, repository, snapshot, new VerifyOptions { ReadDataShare = 1 }, Stop);
                Assert.Empty(report.Problems);
                if (component.Component == RepositoryFixture.Component)
                {
                    var target = scratch.NewFolder("restored");
                    using var root = VolumeRoot.Open(target);
                    var options = new RestoreOptions { StagingFolder = scratch.NewFolder("sort"), Metadata = MetadataPolicy.Warn };
                    await VolumeRestore.RunAsync(source, repository, snapshot.Catalog, root, options, new RestoreCounters(), Stop);
                    Assert.Equal(await File.ReadAllLinesAsync(golden.Tree(backup), Stop), await GoldenFixture.DescribedAsync(target));
                }
                else
                {
                    using var restored = new MemoryStream();
                    await StreamRestore.RunAsync(source, repository, snapshot.Catalog, restored, new RestoreCounters(), Stop);
                    Assert.Equal(await File.ReadAllBytesAsync(golden.Dump, Stop), restored.ToArray());
                }
            }

            Assert.Equal(backup == 1 ? 2 : 1, manifest.Components.Count);
        }
    }

    [Theory]
    [InlineData(GoldenFixture.Plain)]
    [InlineData(GoldenFixture.Sealed)]
    public void Every_pack_has_the_bytes_of_the_format_document(string name)
    {
        var golden = new GoldenFixture(name);
        var objects = golden.Objects.ToDictionary(item => item.Key, item => item.Content);
        using var description = JsonDocument.Parse(objects["repository.json"]);
        var repositoryId = description.RootElement.GetProperty("id").GetString()!;
        var (dataKey, dataKeyId) = name == GoldenFixture.Sealed
            ? PackBytes.DataKey(objects.Single(item => item.Key.StartsWith("keys/", StringComparison.Ordinal)).Value, [.. Enumerable.Range(1, 32).Select(i => (byte)i)])
            : (null, new string('0', 16));
        var packs = objects.Where(item => item.Key.EndsWith(".pack", StringComparison.Ordinal)).ToList();
        Assert.InRange(packs.Count, 6, 30);
        var kinds = new HashSet<byte>();
        foreach (var (key, bytes) in packs)
        {
            var isCatalog = Path.GetFileName(key).StartsWith('c');
            var packKey = dataKey is null ? null : PackBytes.PackKey(dataKey, repositoryId, key, bytes);
            var pack = new PackBytes(bytes, packKey);
            AssertHeader(pack, isCatalog, dataKeyId);
            AssertTrailer(pack, packKey is not null);
            AssertFrames(pack, isCatalog, dataKey, kinds);
        }

        Assert.Equal<byte[]>([1, 2, 3], [.. kinds.Order()]);
    }

    private static void AssertHeader(PackBytes pack, bool isCatalog, string dataKeyId)
    {
        var isSealed = dataKeyId.Any(digit => digit != '0');
        Assert.True(pack.Header[..8].SequenceEqual("HOLDFAST"u8));
        Assert.Equal(1, BinaryPrimitives.ReadUInt16LittleEndian(pack.Header[8..]));
        Assert.Equal(isCatalog ? 2 : 1, pack.Header[10]);
        Assert.Equal(isSealed ? 1 : 0, pack.Header[11]);
        Assert.Equal(-1, pack.Header[12..16].IndexOfAnyExcept((byte)0));
        Assert.Equal(dataKeyId, Convert.ToHexStringLower(pack.Header[16..24]));
        Assert.Equal(isSealed, pack.Header[24..56].ContainsAnyExcept((byte)0));
        Assert.Equal(-1, pack.Header[56..].IndexOfAnyExcept((byte)0));
    }

    private static void AssertTrailer(PackBytes pack, bool isSealed)
    {
        Assert.Equal((pack.FrameCount * PackBytes.EntryLength) + (isSealed ? 16 : 0), pack.TableStored);
        Assert.Equal(pack.Length - PackBytes.TrailerLength, pack.TableOffset + pack.TableStored);
        byte[] tail = [.. pack.Header, .. pack.StoredTable, .. pack.Trailer[..16]];
        Assert.True(SHA256.HashData(tail).AsSpan(0, 16).SequenceEqual(pack.Trailer[16..32]));
        Assert.True(SHA256.HashData(pack.WithoutHash).AsSpan().SequenceEqual(pack.Trailer[32..]));
    }

    private static void AssertFrames(PackBytes pack, bool isCatalog, byte[]? dataKey, HashSet<byte> kinds)
    {
        using var zstd = new Decompressor();
        var table = pack.Table;
        var next = PackBytes.HeaderLength;
        for (var frame = 0; frame < pack.FrameCount; frame++)
        {
            var entry = table.AsSpan(frame * PackBytes.EntryLength, PackBytes.EntryLength);
            var stored = (int)BinaryPrimitives.ReadUInt32LittleEndian(entry[36..]);
            Assert.Equal((uint)next, BinaryPrimitives.ReadUInt32LittleEndian(entry[32..]));
            var compressed = pack.Opened(next, stored);
            Assert.Equal(0xFD2FB528u, BinaryPrimitives.ReadUInt32LittleEndian(compressed));
            var chunk = zstd.Unwrap(compressed);
            Assert.Equal((uint)chunk.Length, BinaryPrimitives.ReadUInt32LittleEndian(entry[40..]));
            Assert.True(PackBytes.ChunkId(chunk, dataKey).AsSpan().SequenceEqual(entry[..32]));
            Assert.True(isCatalog ? entry[44] is 2 or 3 : entry[44] == 1);
            Assert.Equal(-1, entry[45..].IndexOfAnyExcept((byte)0));
            kinds.Add(entry[44]);
            next += stored;
        }

        Assert.Equal(next, pack.TableOffset);
    }
}
