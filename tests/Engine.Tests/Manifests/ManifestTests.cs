using System.Text;
using CsCheck;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Tests.Documents;
using Xunit;
using static Holdfast.Engine.Tests.Sealing.Vectors;

namespace Holdfast.Engine.Tests.Manifests;

public class ManifestTests
{
    private const string Golden = """
        {
          "format": "holdfast-manifest",
          "version": 1,
          "requiredFeatures": [],
          "repository": "0f4c0f4c0f4c0f4c0f4c0f4c0f4c0f4c",
          "namespace": "app",
          "timestamp": "2026-11-22t21-00-00",
          "label": null,
          "startedAt": "2026-11-22T21:00:00Z",
          "finishedAt": "2026-11-22T21:00:01.5Z",
          "components": [
            {
              "component": "db/größe",
              "run": "0193abcd0193abcd0193abcd0193abcd",
              "snapshot": "2026-11-22t21-00-00/db/gr%C3%B6%C3%9Fe/0193abcd0193abcd0193abcd0193abcd/snapshot.json",
              "size": 4821,
              "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
              "capturedAt": "2026-11-22T21:00:00.1Z",
              "stats": {
                "logicalBytes": 1,
                "addedBytes": 2,
                "storedBytes": 3,
                "files": 4,
                "tornFiles": 5,
                "skippedFiles": 6
              }
            },
            {
              "component": "volume/gitserver",
              "run": "0193abcd0193abcd0193abcd0193abcd",
              "snapshot": "2026-11-22t21-00-00/volume/gitserver/0193abcd0193abcd0193abcd0193abcd/snapshot.json",
              "size": 1,
              "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
              "capturedAt": "2026-11-22T21:00:00Z",
              "stats": {
                "logicalBytes": 0,
                "addedBytes": 0,
                "storedBytes": 0,
                "files": 0,
                "tornFiles": 0,
                "skippedFiles": 0
              }
            }
          ]
        }
        """;

    private static readonly string ManifestKey = ObjectKeys.Manifest(Timestamp);

    [Fact]
    public void A_manifest_has_the_bytes_of_the_format_whatever_the_order_of_its_components()
    {
        var manifest = Sample();
        Assert.Equal(Golden, Encoding.UTF8.GetString(manifest.ToJson()));
        Assert.Equal(Golden, Encoding.UTF8.GetString((manifest with { Components = [.. manifest.Components.Reverse()] }).ToJson()));
    }

    [Fact]
    public void A_stored_manifest_reads_as_it_was()
    {
        var manifest = Parse(Golden);
        Assert.Equivalent(Sample() with { Components = [.. Sample().Components.Reverse()] }, manifest, strict: true);
        Assert.Equal(Golden, Encoding.UTF8.GetString(manifest.ToJson()));
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", RefusalReason.NewerVersion)]
    [InlineData("\"requiredFeatures\": []", "\"requiredFeatures\": [\"magic\"]", RefusalReason.UnknownFeature)]
    [InlineData("0f4c0f4c0f4c0f4c0f4c0f4c0f4c0f4c", "1f4c0f4c0f4c0f4c0f4c0f4c0f4c0f4c", RefusalReason.ForeignRepository)]
    [InlineData("holdfast-manifest", "holdfast-snapshot", RefusalReason.Damaged)]
    [InlineData("\"timestamp\": \"2026-11-22t21", "\"timestamp\": \"2026-11-22t22", RefusalReason.Damaged)]
    [InlineData("2026-11-22t21-00-00", "2026-11-22t22-00-00", RefusalReason.Damaged)]
    [InlineData("\"component\": \"volume/gitserver\"", "\"component\": \"volume/other\"", RefusalReason.Damaged)]
    [InlineData("\"component\": \"volume/gitserver\"", "\"component\": \"disk/gitserver\"", RefusalReason.Damaged)]
    [InlineData("\"component\": \"volume/gitserver\"", "\"component\": 7", RefusalReason.Damaged)]
    [InlineData("\"component\": \"volume/gitserver\"", "\"component\": null", RefusalReason.Damaged)]
    [InlineData("volume/gitserver/0193", "volume/gitserver/0194", RefusalReason.Damaged)]
    [InlineData("gitserver/0193abcd0193abcd0193abcd0193abcd/snapshot.json", "gitserver/../snapshot.json", RefusalReason.Damaged)]
    [InlineData("\"size\": 1,", "\"size\": 0,", RefusalReason.Damaged)]
    [InlineData("ba7816bf", "BA7816BF", RefusalReason.Damaged)]
    [InlineData("\"components\": [", "\"components\": [ null,", RefusalReason.Damaged)]
    [InlineData("\"components\": [", "\"components\": [], \"other\": [", RefusalReason.Damaged)]
    [InlineData("\"components\": [", "\"other\": [", RefusalReason.Damaged)]
    [InlineData("2026-11-22T21:00:01.5Z", "later", RefusalReason.Damaged)]
    public void A_manifest_that_cannot_be_trusted_is_refused(string from, string to, RefusalReason reason)
    {
        var json = Golden.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Golden, json);
        var e = Assert.Throws<RepositoryRefusedException>(() => Parse(json));
        Assert.Equal(reason, e.Reason);
        Assert.Contains(ManifestKey, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_component_that_is_listed_twice_is_refused()
    {
        var sample = Sample();
        var twice = sample with { Components = [.. sample.Components, sample.Components[0]] };
        Assert.Throws<InvalidOperationException>(() => twice.ToJson());
        Assert.Throws<InvalidOperationException>(() => (sample with { Components = [] }).ToJson());
        var json = Golden.Replace("db/größe", "volume/gitserver", StringComparison.Ordinal)
            .Replace("db/gr%C3%B6%C3%9Fe", "volume/gitserver", StringComparison.Ordinal);
        Assert.Contains("twice", Assert.Throws<RepositoryRefusedException>(() => Parse(json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Garbled_bytes_are_refused_or_say_nothing_false_about_keys() =>
        Gen.Select(Gen.Int[0, Encoding.UTF8.GetByteCount(Golden) - 1], Gen.Byte, Gen.Int[0, 40]).Sample((at, value, cut) =>
        {
            var bytes = Encoding.UTF8.GetBytes(Golden);
            bytes[at] = value;
            try
            {
                var manifest = Manifest.Parse(bytes.AsSpan(0, bytes.Length - (cut > 30 ? cut - 30 : 0)), ManifestKey, RepositoryId);
                Assert.All(manifest.Components, component => Assert.True(
                    ObjectKeys.TryParse(component.Snapshot, out var key) && key.Timestamp == Timestamp && key.Component == component.Component));
            }
            catch (RepositoryRefusedException e)
            {
                Assert.NotEmpty(e.Message);
            }
        });

    [Fact]
    public async Task A_manifest_is_read_by_its_timestamp()
    {
        var source = new MemorySource();
        await Assert.ThrowsAsync<ObjectNotFoundException>(
            () => Manifest.ReadAsync(source, RepositoryId, Timestamp, TestContext.Current.CancellationToken));
        source.Objects.Add(ManifestKey, Sample().ToJson());
        var manifest = await Manifest.ReadAsync(source, RepositoryId, Timestamp, TestContext.Current.CancellationToken);
        Assert.Equal(2, manifest.Components.Count);
    }

    private static Manifest Sample() => new()
    {
        RepositoryId = RepositoryId,
        Namespace = "app",
        Timestamp = Timestamp,
        StartedAt = Created,
        FinishedAt = Created.AddSeconds(1.5),
        Components =
        [
            Component(ComponentName.Volume("gitserver"), 1, Created, new ComponentStats()),
            Component(
                ComponentName.Database("größe"),
                4821,
                Created.AddMilliseconds(100),
                new ComponentStats { LogicalBytes = 1, AddedBytes = 2, StoredBytes = 3, Files = 4, TornFiles = 5, SkippedFiles = 6 }),
        ],
    };

    private static ManifestComponent Component(ComponentName name, long size, DateTimeOffset capturedAt, ComponentStats stats) => new()
    {
        Component = name,
        Run = Run,
        Snapshot = ObjectKeys.Snapshot(ObjectKeys.RunPrefix(Timestamp, name, Run)),
        Size = size,
        Sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        CapturedAt = capturedAt,
        Stats = stats,
    };

    private static Manifest Parse(string json) => Manifest.Parse(Encoding.UTF8.GetBytes(json), ManifestKey, RepositoryId);
}
