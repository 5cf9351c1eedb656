using System.Text;
using CsCheck;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Sealing;
using Xunit;
using static Holdfast.Engine.Tests.Sealing.Vectors;

namespace Holdfast.Engine.Tests.Sealing;

public class KeyFileTests
{
    private const string Id = "fedcba9876543210";

    private const string Golden = """
        {
          "format": "holdfast-key",
          "version": 1,
          "id": "fedcba9876543210",
          "repository": "0f4c0f4c0f4c0f4c0f4c0f4c0f4c0f4c",
          "dataKey": "0123456789abcdef",
          "dataKeyCreated": "2026-11-22T21:00:00Z",
          "created": "2026-11-22T21:00:00.5Z",
          "label": "ops",
          "kdf": {
            "name": "pbkdf2-hmac-sha512",
            "iterations": 1000,
            "salt": "ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1+f4CBgoM="
          },
          "wrapped": "yMnKy8zNzs/Q0dLT0SvBSJ7tcszKQtnjpfbhzFlZ2PFWozsoImRej6ehcevDr/+ai4pbjMYkZJ3VtAg8"
        }
        """;

    private const string GoldenKeyFile = "yMnKy8zNzs/Q0dLTjDTcVzh42B09ZzDSlm8vs/UNjjJS5yVxlhob0P/zND42CWoWebWDl4bl+iyMUkCW";

    private static readonly KeySecret Passphrase = KeySecret.Passphrase("correct horse ö", Iterations);
    private static readonly KeySecret Bytes40 = KeySecret.KeyFileBytes(Bytes(50, 40));

    [Fact]
    public void A_key_file_for_a_passphrase_has_the_bytes_of_the_format()
    {
        var file = KeyFile.Create(RepositoryId, Key, Passphrase, "ops", Created.AddMilliseconds(500), Id, Salt, Nonce);
        Assert.Equal(Golden, Encoding.UTF8.GetString(file.ToJson()));
        Assert.Equal("keys/fedcba9876543210.json", file.ObjectKey);
    }

    [Fact]
    public void A_key_file_for_a_key_file_has_the_bytes_of_the_format()
    {
        var json = Encoding.UTF8.GetString(KeyFile.Create(RepositoryId, Key, Bytes40, null, Created, Id, Salt, Nonce).ToJson());
        Assert.Contains(GoldenKeyFile, json, StringComparison.Ordinal);
        Assert.Contains("hkdf-sha256", json, StringComparison.Ordinal);
        Assert.DoesNotContain("iterations", json, StringComparison.Ordinal);
        Assert.Equal(Key.GearSeed(), Parse(json).TryOpen(Bytes40)?.GearSeed());
    }

    [Fact]
    public void A_stored_key_file_opens_with_its_secret_only()
    {
        var file = Parse(Golden);
        var opened = file.TryOpen(Passphrase);
        Assert.NotNull(opened);
        Assert.Equal((Key.Id, Key.CreatedAt), (opened.Id, opened.CreatedAt));
        Assert.Equal(Key.ChunkIdKey(), opened.ChunkIdKey());
        Assert.Equal(("ops", RepositoryId, Created), (file.Label, file.RepositoryId, file.DataKeyCreatedAt));
        Assert.Null(file.TryOpen(KeySecret.Passphrase("correct horse o", Iterations)));
        Assert.Null(file.TryOpen(Bytes40));
    }

    [Theory]
    [InlineData("\"repository\": \"0f4c", "\"repository\": \"0f4d")]
    [InlineData("\"dataKey\": \"0123", "\"dataKey\": \"0124")]
    [InlineData("21:00:00Z", "21:00:01Z")]
    [InlineData("21:00:00Z", "21:00:00.0Z")]
    [InlineData("\"iterations\": 1000", "\"iterations\": 1001")]
    [InlineData("ZGVmZ2", "ZGVmZ3")]
    [InlineData("yMnKy8", "yMnKy9")]
    [InlineData("VtAg8", "VtAg9")]
    public void A_changed_key_file_does_not_open(string from, string to) =>
        Assert.Null(Parse(Golden.Replace(from, to, StringComparison.Ordinal)).TryOpen(Passphrase));

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", RefusalReason.NewerVersion)]
    [InlineData("\"version\": 1", "\"version\": 0", RefusalReason.Damaged)]
    [InlineData("\"version\": 1", "\"version\": 1, \"requiredFeatures\": [\"magic\"]", RefusalReason.UnknownFeature)]
    [InlineData("holdfast-key", "holdfast-manifest", RefusalReason.Damaged)]
    [InlineData("\"iterations\": 1000", "\"iterations\": 999", RefusalReason.Damaged)]
    [InlineData("\"iterations\": 1000", "\"iterations\": 100000001", RefusalReason.Damaged)]
    [InlineData("\"iterations\": 1000", "\"iterations\": 99999999999", RefusalReason.Damaged)]
    [InlineData("\"iterations\": 1000,", "", RefusalReason.Damaged)]
    [InlineData("pbkdf2-hmac-sha512", "argon2id", RefusalReason.Damaged)]
    [InlineData("fH1+f4CBgoM=", "", RefusalReason.Damaged)]
    [InlineData("VtAg8", "VtA=", RefusalReason.Damaged)]
    [InlineData("0f4c0f4c0f4c0f4c0f4c0f4c0f4c0f4c", "../..", RefusalReason.Damaged)]
    [InlineData("\"fedcba9876543210\"", "\"fedcba9876543211\"", RefusalReason.Damaged)]
    [InlineData("\"fedcba9876543210\"", "null", RefusalReason.Damaged)]
    [InlineData("\"id\": \"fedcba9876543210\",", "", RefusalReason.Damaged)]
    [InlineData("2026-11-22T21:00:00Z", "yesterday", RefusalReason.Damaged)]
    [InlineData("2026-11-22T21:00:00Z", "2026-11-22T21:00:00Z\\n", RefusalReason.Damaged)]
    [InlineData("\"label\": \"ops\",", "\"label\": \"ops\", \"label\": \"x\",", RefusalReason.Damaged)]
    [InlineData("{\n  \"format\"", "[\n  \"format\"", RefusalReason.Damaged)]
    public void What_is_not_a_key_file_of_this_version_is_refused(string from, string to, RefusalReason reason)
    {
        var json = Golden.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Golden, json);
        var e = Assert.Throws<RepositoryRefusedException>(() => Parse(json));
        Assert.Equal(reason, e.Reason);
        Assert.Contains("keys/fedcba9876543210.json", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_of_later_programs_are_ignored() =>
        Assert.NotNull(Parse(Golden.Replace("\"label\"", "\"colour\": {\"a\": [1]}, \"label\"", StringComparison.Ordinal)).TryOpen(Passphrase));

    [Fact]
    public void Garbled_bytes_are_refused_or_do_not_open_another_key() =>
        Gen.Select(Gen.Int[0, Golden.Length - 1], Gen.Byte, Gen.Int[0, 3]).Sample((at, value, cut) =>
        {
            var bytes = Encoding.UTF8.GetBytes(Golden);
            bytes[at] = value;
            try
            {
                var opened = KeyFile.Parse(bytes.AsSpan(0, bytes.Length - cut), ObjectKeys.KeyFile(Id)).TryOpen(KeySecret.KeyFileBytes(Bytes(0, 32)));
                Assert.Null(opened);
            }
            catch (RepositoryRefusedException e)
            {
                Assert.NotEmpty(e.Message);
            }
        });

    [Fact]
    public void New_key_files_take_the_full_number_of_iterations()
    {
        var file = KeyFile.Create(RepositoryId, Key, KeySecret.Passphrase("x"), null, TimeProvider.System);
        Assert.Contains("\"iterations\": 250000", Encoding.UTF8.GetString(file.ToJson()), StringComparison.Ordinal);
        Assert.Equal(Key.GearSeed(), file.TryOpen(KeySecret.Passphrase("x"))?.GearSeed());
    }

    [Fact]
    public void Secrets_that_protect_nothing_are_refused()
    {
        Assert.Throws<ArgumentException>(() => KeySecret.Passphrase(""));
        Assert.Throws<ArgumentException>(() => KeySecret.KeyFileBytes(Bytes(0, 31)));
    }

    private static KeyFile Parse(string json) => KeyFile.Parse(Encoding.UTF8.GetBytes(json), ObjectKeys.KeyFile(Id));
}
