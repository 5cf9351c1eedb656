using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Snapshots;
using Xunit;

namespace Holdfast.Engine.Tests.Snapshots;

public sealed class SnapshotTests
{
    private const string Run = "01a2056066997243bd4cd8d234f159b2";
    private const string Prefix = $"2026-11-22t21-00-00/volume/gitserver/{Run}/";
    private const string Key = Prefix + "snapshot.json";

    private static readonly Repository Plain = Repository.Initialize(TimeProvider.System).Repository;

    [Fact]
    public void What_is_whole_is_read()
    {
        var snapshot = Snapshot.Parse(Bytes(Document()), Key);
        Assert.Equal(Key, snapshot.Key);
        Assert.Equal(Prefix + "c00001.pack", Assert.Single(snapshot.Packs).Key);
        Assert.Single(snapshot.ReadBody(Plain).Catalog);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"key":null,"size":1,"sha256":"{hash}","used":1}""")]
    [InlineData("""{"key":"repository.json","size":1,"sha256":"{hash}","used":1}""")]
    [InlineData("""{"key":"keys/0123456789abcdef.json","size":1,"sha256":"{hash}","used":1}""")]
    [InlineData("""{"key":"2026-11-22t21-00-00/manifest.json","size":1,"sha256":"{hash}","used":1}""")]
    [InlineData("""{"key":"{prefix}snapshot.json","size":1,"sha256":"{hash}","used":1}""")]
    [InlineData("""{"key":"{prefix}1.pack","size":1,"sha256":"{hash}","used":1}""")]
    [InlineData("""{"key":"../{prefix}00001.pack","size":1,"sha256":"{hash}","used":1}""")]
    [InlineData("""{"key":"{prefix}00001.pack","size":0,"sha256":"{hash}","used":1}""")]
    [InlineData("""{"key":"{prefix}00001.pack","size":1,"sha256":"{hash}","used":-1}""")]
    [InlineData("""{"key":"{prefix}00001.pack","size":1,"sha256":"00","used":1}""")]
    [InlineData("""{"key":"{prefix}00001.pack","size":1,"sha256":null,"used":1}""")]
    public void What_is_no_pack_is_refused_as_damaged(string pack)
    {
        var document = Document();
        document["packs"]!.AsArray().Add(
            JsonNode.Parse(pack.Replace("{hash}", new string('a', 64), StringComparison.Ordinal).Replace("{prefix}", Prefix, StringComparison.Ordinal)));
        AssertDamaged(() => Snapshot.Parse(Bytes(document), Key));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"chunk":"{id}","pack":1,"offset":64,"stored":9,"size":9}""")]
    [InlineData("""{"chunk":"{id}","pack":-1,"offset":64,"stored":9,"size":9}""")]
    [InlineData("""{"chunk":"short","pack":0,"offset":64,"stored":9,"size":9}""")]
    [InlineData("""{"chunk":"{id}","pack":0,"offset":-64,"stored":9,"size":9}""")]
    [InlineData("""{"chunk":"{id}","pack":0,"offset":64,"stored":-9,"size":9}""")]
    [InlineData("""{"chunk":"{id}","pack":0,"offset":64,"stored":9,"size":-9}""")]
    [InlineData("""{"chunk":"{id}","pack":0,"offset":64,"stored":9,"size":2000000000}""")]
    public void What_is_no_chunk_of_the_catalog_is_refused_as_damaged(string root)
    {
        var document = Document();
        document["body"]!["catalog"] = new JsonArray(JsonNode.Parse(root.Replace("{id}", new string('b', 64), StringComparison.Ordinal)));
        AssertDamaged(() => Snapshot.Parse(Bytes(document), Key).ReadBody(Plain));
    }

    [Theory]
    [InlineData("packs")]
    [InlineData("body")]
    [InlineData("run")]
    [InlineData("component")]
    [InlineData("timestamp")]
    public void A_field_that_is_null_is_refused_as_damaged(string field)
    {
        var document = Document();
        document[field] = null;
        AssertDamaged(() => Snapshot.Parse(Bytes(document), Key));
    }

    private static void AssertDamaged(Action read) =>
        Assert.Equal(RefusalReason.Damaged, Assert.Throws<RepositoryRefusedException>(read).Reason);

    private static byte[] Bytes(JsonNode document) => Encoding.UTF8.GetBytes(document.ToJsonString());

    private static JsonNode Document() => JsonNode.Parse($$"""
        { "format": "holdfast-snapshot", "version": 1, "requiredFeatures": [], "repository": "{{Plain.Id}}",
          "timestamp": "2026-11-22t21-00-00", "component": "volume/gitserver", "run": "{{Run}}",
          "packs": [ { "key": "{{Prefix}}c00001.pack", "size": 900, "sha256": "{{new string('a', 64)}}", "used": 800 } ],
          "body": { "parent": null, "startedAt": "2026-11-22T21:00:00Z", "finishedAt": "2026-11-22T21:00:01Z",
            "scannedFrom": "2026-11-22T21:00:00Z",
            "catalog": [ { "chunk": "{{new string('b', 64)}}", "pack": 0, "offset": 64, "stored": 90, "size": 210 } ],
            "stats": {}, "issues": [], "issueCount": 0 } }
        """)!;
}
