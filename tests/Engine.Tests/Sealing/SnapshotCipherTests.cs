using Holdfast.Engine.Sealing;
using Xunit;
using static Holdfast.Engine.Tests.Sealing.Vectors;

namespace Holdfast.Engine.Tests.Sealing;

public class SnapshotCipherTests
{
    private static readonly Keyring Ring = new([Key]);

    [Fact]
    public void A_sealed_body_has_the_bytes_of_the_format()
    {
        var body = SnapshotCipher.Seal(Key, RepositoryId, Snapshot, "{}"u8, "public"u8, Salt, Nonce);
        Assert.Equal(Key.Id, body.DataKey);
        Assert.Equal("c8c9cacbcccdcecfd0d1d2d3eafdd2d3a919dc906930cab5c1e8f43b3055", Convert.ToHexStringLower(body.Data));
        Assert.Equal("{}"u8, SnapshotCipher.Open(Ring, RepositoryId, Snapshot, body, "public"u8));
    }

    [Fact]
    public void Sealing_the_same_body_twice_gives_different_bytes()
    {
        var first = SnapshotCipher.Seal(Key, RepositoryId, Snapshot, "{}"u8, "public"u8);
        var second = SnapshotCipher.Seal(Key, RepositoryId, Snapshot, "{}"u8, "public"u8);
        Assert.NotEqual(first.Salt, second.Salt);
        Assert.NotEqual(first.Data, second.Data);
        Assert.Equal("{}"u8, SnapshotCipher.Open(Ring, RepositoryId, Snapshot, second, "public"u8));
    }

    [Fact]
    public void Any_flipped_bit_of_body_or_salt_is_refused()
    {
        var body = SnapshotCipher.Seal(Key, RepositoryId, Snapshot, "the body"u8, "public"u8);
        foreach (var part in (byte[][])[body.Data, body.Salt])
        {
            for (var bit = 0; bit < part.Length * 8; bit++)
            {
                part[bit / 8] ^= (byte)(1 << (bit % 8));
                Refused(Ring, RepositoryId, Snapshot, body, "public");
                part[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }

        Assert.Equal("the body"u8, SnapshotCipher.Open(Ring, RepositoryId, Snapshot, body, "public"u8));
    }

    [Fact]
    public void A_body_of_another_place_or_with_another_public_part_is_refused()
    {
        var body = SnapshotCipher.Seal(Key, RepositoryId, Snapshot, "the body"u8, "public"u8);
        Refused(Ring, RepositoryId[..^1] + "d", Snapshot, body, "public");
        Refused(Ring, RepositoryId, Snapshot + "x", body, "public");
        Refused(Ring, RepositoryId, Snapshot, body, "publik");
        Refused(Ring, RepositoryId, Snapshot, body with { Salt = [] }, "public");
        Refused(Ring, RepositoryId, Snapshot, body with { Data = [1, 2, 3] }, "public");
    }

    [Fact]
    public void A_body_of_a_data_key_that_was_not_opened_names_the_key()
    {
        var other = DataKey.Generate(TimeProvider.System);
        var body = SnapshotCipher.Seal(other, RepositoryId, Snapshot, "the body"u8, "public"u8);
        var e = Assert.Throws<DataKeyMissingException>(() => SnapshotCipher.Open(Ring, RepositoryId, Snapshot, body, "public"u8));
        Assert.Equal(other.Id, e.DataKeyId);
        Assert.Contains(other.Id, e.Message, StringComparison.Ordinal);
        Assert.Contains(Key.Id, e.Message, StringComparison.Ordinal);
    }

    private static void Refused(Keyring ring, string repository, string key, SealedBody body, string associated)
    {
        var e = Assert.Throws<SealBrokenException>(
            () => SnapshotCipher.Open(ring, repository, key, body, System.Text.Encoding.UTF8.GetBytes(associated)));
        Assert.Equal(key, e.Key);
    }
}
