using Holdfast.Engine.Sealing;
using Xunit;
using static Holdfast.Engine.Tests.Sealing.Vectors;

namespace Holdfast.Engine.Tests.Sealing;

public class KeyringTests
{
    private static readonly KeySecret Old = KeySecret.Passphrase("old", Iterations);
    private static readonly KeySecret New = KeySecret.Passphrase("new", Iterations);
    private static readonly DataKey Later = new("00000000000000aa", Created.AddDays(1), Bytes(7, 32));

    [Fact]
    public void Without_encryption_there_is_no_key()
    {
        Assert.False(Keyring.None.IsSealed);
        Assert.Null(Keyring.None.Current);
        Assert.Equal("0123456789abcdef", Assert.Throws<DataKeyMissingException>(() => Keyring.None.Get("0123456789abcdef")).DataKeyId);
    }

    [Fact]
    public void Every_data_key_that_the_secret_opens_is_there_and_the_newest_encrypts()
    {
        KeyFile[] files = [Wrap(Later, Old), Wrap(Key, New), Wrap(Key, Old)];
        var ring = Keyring.Open(RepositoryId, files, Old);
        Assert.Equal(2, ring.Keys.Count);
        Assert.Equal(Later.Id, ring.Current?.Id);
        Assert.Equal(Key.GearSeed(), ring.Get(Key.Id).GearSeed());

        var other = Keyring.Open(RepositoryId, files, New);
        Assert.Equal(Key.Id, other.Current?.Id);
        Assert.Throws<DataKeyMissingException>(() => other.Get(Later.Id));
    }

    [Fact]
    public void A_secret_added_later_to_an_old_data_key_does_not_make_it_the_newest()
    {
        KeyFile[] files = [Wrap(Later, New), KeyFile.Create(RepositoryId, Key, New, null, TimeProvider.System)];
        Assert.Equal(Later.Id, Keyring.Open(RepositoryId, files, New).Current?.Id);
    }

    [Fact]
    public void A_further_secret_opens_every_data_key()
    {
        var added = Keyring.Open(RepositoryId, [Wrap(Later, Old), Wrap(Key, Old)], Old).WrapFor(New, RepositoryId, "new", TimeProvider.System);
        var ring = Keyring.Open(RepositoryId, added, New);
        Assert.Equal([Later.Id, Key.Id], ring.Keys.Select(key => key.Id).Order());
        Assert.Equal(Later.ChunkIdKey(), ring.Get(Later.Id).ChunkIdKey());
    }

    [Fact]
    public void A_wrong_secret_says_which_key_files_it_did_not_open()
    {
        var file = Wrap(Key, Old);
        var e = Assert.Throws<WrongKeyException>(() => Keyring.Open(RepositoryId, [file], New));
        Assert.Contains(file.Id, e.Message, StringComparison.Ordinal);
        Assert.Contains("\"test\"", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("new", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_files_of_another_repository_open_nothing()
    {
        var foreign = new string('e', 32);
        var e = Assert.Throws<WrongKeyException>(() => Keyring.Open(foreign, [Wrap(Key, Old)], Old));
        Assert.Contains(RepositoryId, e.Message, StringComparison.Ordinal);
        Assert.Contains("has no key file under keys/", Assert.Throws<WrongKeyException>(() => Keyring.Open(foreign, [], Old)).Message, StringComparison.Ordinal);
    }

    private static KeyFile Wrap(DataKey key, KeySecret secret) => KeyFile.Create(RepositoryId, key, secret, "test", TimeProvider.System);
}
