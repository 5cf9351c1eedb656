using Holdfast.Engine.Sealing;
using Xunit;
using static Holdfast.Engine.Tests.Sealing.Vectors;

namespace Holdfast.Engine.Tests.Sealing;

public class DataKeyTests
{
    [Fact]
    public void Derived_keys_are_those_of_the_format()
    {
        Assert.Equal("30a00c0a82583392700d58027e43d8b2dc8811e1c327e4b19e68e7ee84f7b01e", Hex(Key.ChunkIdKey()));
        Assert.Equal("1f3fd536a8f56820489260d69100265abf7e2dfad0d4d26da6ad483e3d34e311", Hex(Key.GearSeed()));
        Assert.Equal("695665e89cdae99e7752bb40b3e0f26595f81e479351e4e0c50dc54db36851c8", Hex(Key.PackKey(RepositoryId, Pack, Salt)));
        Assert.Equal("cbc8a32fa708628f1ce8be22dfdc92383c57d675744bddd4691b0c9ac73ce448", Hex(Key.SnapshotKey(RepositoryId, Snapshot, Salt)));
    }

    [Fact]
    public void Derived_keys_differ_by_purpose_repository_place_and_salt() => Assert.Distinct(
    [
        Hex(Key.ChunkIdKey()),
        Hex(Key.GearSeed()),
        Hex(Key.PackKey(RepositoryId, Pack, Salt)),
        Hex(Key.SnapshotKey(RepositoryId, Pack, Salt)),
        Hex(Key.PackKey(RepositoryId, Snapshot, Salt)),
        Hex(Key.PackKey(RepositoryId[..^1] + "d", Pack, Salt)),
        Hex(Key.PackKey(RepositoryId, Pack, Bytes(101, 32))),
        Hex(DataKey.Generate(TimeProvider.System).ChunkIdKey()),
    ]);

    [Fact]
    public void The_secret_is_never_shown()
    {
        Assert.Equal("data key 0123456789abcdef", Key.ToString());
        Assert.Equal("data key 0123456789abcdef", $"{Key}");
        Assert.Equal("""{"Id":"0123456789abcdef","CreatedAt":"2026-11-22T21:00:00+00:00"}""", System.Text.Json.JsonSerializer.Serialize(Key));
        Assert.Equal("passphrase", KeySecret.Passphrase("hush").ToString());
        Assert.Equal("key file", KeySecret.KeyFileBytes(Bytes(0, 32)).ToString());
        Assert.Equal("{}", System.Text.Json.JsonSerializer.Serialize(KeySecret.Passphrase("hush")));
    }

    [Fact]
    public void Generated_keys_are_all_different()
    {
        var keys = Enumerable.Range(0, 50).Select(_ => DataKey.Generate(TimeProvider.System)).ToList();
        Assert.Distinct(keys.Select(key => key.Id));
        Assert.Distinct(keys.Select(key => Hex(key.GearSeed())));
    }

    [Fact]
    public void A_key_of_the_wrong_shape_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new DataKey("0123456789ABCDEF", Created, Bytes(0, 32)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataKey("0123456789abcdef", Created, Bytes(0, 31)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Key.PackKey(RepositoryId, Pack, Bytes(0, 31)));
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
