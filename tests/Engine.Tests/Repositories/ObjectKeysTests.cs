using CsCheck;
using Holdfast.Engine.Repositories;
using Xunit;

namespace Holdfast.Engine.Tests.Repositories;

public class ObjectKeysTests
{
    private const string Timestamp = "2026-11-22t21-00-00";
    private const string Run = "0193abcd0193abcd0193abcd0193abcd";
    private static readonly string Prefix = ObjectKeys.RunPrefix(Timestamp, ComponentName.Volume("gitserver"), Run);

    private static readonly string[] Odd = ["", "😀", "%2F", "..", "/"];
    private static readonly Gen<string> Names =
        Gen.Select(Gen.Char['\u0001', '\uD7FF'].Array[1, 12], Gen.Int[0, Odd.Length - 1], (text, odd) => new string(text) + Odd[odd]);

    [Fact]
    public void Keys_look_as_the_format_says()
    {
        Assert.Equal($"{Timestamp}/volume/gitserver/{Run}/", Prefix);
        Assert.Equal(Prefix + "00001.pack", ObjectKeys.DataPack(Prefix, 1));
        Assert.Equal(Prefix + "100000.pack", ObjectKeys.DataPack(Prefix, 100_000));
        Assert.Equal(Prefix + "c00042.pack", ObjectKeys.CatalogPack(Prefix, 42));
        Assert.Equal(Prefix + "snapshot.json", ObjectKeys.Snapshot(Prefix));
        Assert.Equal($"{Timestamp}/manifest.json", ObjectKeys.Manifest(Timestamp));
        Assert.Equal("keys/0123456789abcdef.json", ObjectKeys.KeyFile("0123456789abcdef"));
        Assert.Equal("quarantine/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.json", ObjectKeys.QuarantineMark("abc"));
    }

    [Theory]
    [InlineData("plain-Name_1.x", "plain-Name_1.x")]
    [InlineData(".hidden.", "%2Ehidden.")]
    [InlineData("..", "%2E.")]
    [InlineData("a/b c%\"", "a%2Fb%20c%25%22")]
    [InlineData("größe", "gr%C3%B6%C3%9Fe")]
    public void A_component_is_escaped_byte_by_byte(string name, string segment) =>
        Assert.Equal($"{Timestamp}/db/{segment}/{Run}/", ObjectKeys.RunPrefix(Timestamp, ComponentName.Database(name), Run));

    [Fact]
    public void Every_key_of_a_run_parses_to_what_it_was_built_from() =>
        Gen.Select(Names, Gen.Bool, Gen.Int[1, int.MaxValue], Gen.Guid).Sample((name, database, number, guid) =>
        {
            var component = new ComponentName(database ? ComponentKind.Database : ComponentKind.Volume, name);
            var run = RunId.From(guid);
            var prefix = ObjectKeys.RunPrefix(Timestamp, component, run);
            var expected = new ParsedKey { Kind = ObjectKind.DataPack, Timestamp = Timestamp, Component = component, Run = run, Number = number };

            Assert.Equal(expected, Parsed(ObjectKeys.DataPack(prefix, number)));
            Assert.Equal(expected with { Kind = ObjectKind.CatalogPack }, Parsed(ObjectKeys.CatalogPack(prefix, number)));
            Assert.Equal(expected with { Kind = ObjectKind.Snapshot, Number = null }, Parsed(ObjectKeys.Snapshot(prefix)));
            Assert.Equal(component, ComponentName.Parse(component.ToString()));
            Assert.Equal(5, prefix.Split('/').Length);
            Assert.True(prefix.All(char.IsAscii));
        });

    [Fact]
    public void Keys_outside_of_runs_parse()
    {
        Assert.Equal(new ParsedKey { Kind = ObjectKind.Repository }, Parsed("repository.json"));
        Assert.Equal(new ParsedKey { Kind = ObjectKind.Manifest, Timestamp = Timestamp }, Parsed(ObjectKeys.Manifest(Timestamp)));
        Assert.Equal(new ParsedKey { Kind = ObjectKind.KeyFile, Id = "0123456789abcdef" }, Parsed("keys/0123456789abcdef.json"));
        var mark = ObjectKeys.QuarantineMark("x");
        Assert.Equal(new ParsedKey { Kind = ObjectKind.QuarantineMark, Id = mark["quarantine/".Length..^".json".Length] }, Parsed(mark));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("Repository.json")]
    [InlineData("repository.json/")]
    [InlineData("keys/0123456789ABCDEF.json")]
    [InlineData("keys/0123456789abcde.json")]
    [InlineData("quarantine/00.json")]
    [InlineData("2026-11-22T21-00-00/manifest.json")]
    [InlineData("2026-02-30t21-00-00/manifest.json")]
    [InlineData("2026-11-22t21-00-00 /manifest.json")]
    [InlineData("2026-11-22t21-00-00/manifest.json.tmp")]
    [InlineData("2026-11-22t21-00-00/other/x/0193abcd0193abcd0193abcd0193abcd/00001.pack")]
    [InlineData("2026-11-22t21-00-00/db//0193abcd0193abcd0193abcd0193abcd/00001.pack")]
    [InlineData("2026-11-22t21-00-00/db/.x/0193abcd0193abcd0193abcd0193abcd/00001.pack")]
    [InlineData("2026-11-22t21-00-00/db/%61/0193abcd0193abcd0193abcd0193abcd/00001.pack")]
    [InlineData("2026-11-22t21-00-00/db/%c3%b6/0193abcd0193abcd0193abcd0193abcd/00001.pack")]
    [InlineData("2026-11-22t21-00-00/db/%FF/0193abcd0193abcd0193abcd0193abcd/00001.pack")]
    [InlineData("2026-11-22t21-00-00/db/%2/0193abcd0193abcd0193abcd0193abcd/00001.pack")]
    [InlineData("2026-11-22t21-00-00/db/x/0193ABCD0193abcd0193abcd0193abcd/00001.pack")]
    [InlineData("2026-11-22t21-00-00/db/x/0193abcd0193abcd0193abcd0193abc/00001.pack")]
    [InlineData("2026-11-22t21-00-00/db/x/0193abcd0193abcd0193abcd0193abcd/00000.pack")]
    [InlineData("2026-11-22t21-00-00/db/x/0193abcd0193abcd0193abcd0193abcd/0001.pack")]
    [InlineData("2026-11-22t21-00-00/db/x/0193abcd0193abcd0193abcd0193abcd/000001.pack")]
    [InlineData("2026-11-22t21-00-00/db/x/0193abcd0193abcd0193abcd0193abcd/+0001.pack")]
    [InlineData("2026-11-22t21-00-00/db/x/0193abcd0193abcd0193abcd0193abcd/cc0001.pack")]
    [InlineData("2026-11-22t21-00-00/db/x/0193abcd0193abcd0193abcd0193abcd/99999999999.pack")]
    [InlineData("2026-11-22t21-00-00/db/x/0193abcd0193abcd0193abcd0193abcd/sub/00001.pack")]
    public void Anything_else_is_not_a_key(string key) => Assert.False(ObjectKeys.TryParse(key, out _));

    [Fact]
    public void A_key_changed_in_one_character_never_parses_to_the_same_object() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Char[' ', '~']).Sample((at, character) =>
        {
            var key = ObjectKeys.DataPack(ObjectKeys.RunPrefix(Timestamp, ComponentName.Database("a b"), Run), 7);
            var changed = key.ToCharArray();
            changed[at % key.Length] = character;
            var other = new string(changed);
            Assert.True(other == key || !ObjectKeys.TryParse(other, out var parsed) || parsed != Parsed(key));
        });

    [Fact]
    public void Builders_refuse_what_cannot_stand_in_a_key()
    {
        Assert.Throws<ArgumentException>(() => ObjectKeys.Manifest("2026-11-22"));
        Assert.Throws<ArgumentException>(() => ObjectKeys.RunPrefix(Timestamp, ComponentName.Database("x"), "run"));
        Assert.Throws<ArgumentException>(() => ObjectKeys.KeyFile("../../x"));
        Assert.Throws<ArgumentOutOfRangeException>(() => ObjectKeys.DataPack(Prefix, 0));
        Assert.Throws<ArgumentException>(() => ComponentName.Volume(""));
        Assert.Throws<ArgumentException>(() => ComponentName.Volume("\uD800"));
        Assert.Throws<ArgumentException>(() => ComponentName.Volume(new string('ö', 43)));
        Assert.Equal(252, ComponentSegment.Escape(ComponentName.Volume(new string('ö', 42)).Name).Length);
        Assert.Throws<FormatException>(() => ComponentName.Parse("disk/x"));
    }

    private static ParsedKey Parsed(string key) => ObjectKeys.TryParse(key, out var parsed)
        ? parsed
        : throw new InvalidOperationException($"{key} does not parse");
}
