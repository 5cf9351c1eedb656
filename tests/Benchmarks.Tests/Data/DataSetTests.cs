using System.Security.Cryptography;
using Holdfast.Benchmarks.Data;
using Xunit;

namespace Holdfast.Benchmarks.Tests.Data;

/// <summary>Figures are comparable between machines and dates only while one seed means the same bytes for ever.</summary>
public class DataSetTests
{
    [Fact]
    public void Mixed_tree_of_a_seed_never_changes()
    {
        using var folder = new TemporaryFolder();
        TreeWriter.Write(folder["tree"], 1, MixedTree.Plan(1, 400, 8_000_000));
        Assert.Equal("fbe111754b04575c231f22d27b7ae580", TreeHash.Of(folder["tree"])[..32]);
    }

    [Fact]
    public void Changes_of_a_seed_and_round_never_change()
    {
        using var folder = new TemporaryFolder();
        TreeWriter.Write(folder["tree"], 1, MixedTree.Plan(1, 400, 8_000_000));
        new TreeChange(folder["tree"], 1, 1).Apply(100);
        new TreeChange(folder["tree"], 1, 2).Apply(100);
        Assert.Equal("8e44dc553ad6b38b3ff15f9abdb5028a", TreeHash.Of(folder["tree"])[..32]);
    }

    [Fact]
    public void Small_files_of_a_seed_never_change()
    {
        using var folder = new TemporaryFolder();
        TreeWriter.Write(folder["tree"], 1, SmallFilesTree.Plan(1, 500));
        Assert.Equal("233d81bb6c2b25fb1cfa5ffc3c720889", TreeHash.Of(folder["tree"])[..32]);
    }

    [Theory]
    [InlineData(1, "3cb2fcb4d7aa272c326c240f90faf207")]
    [InlineData(2, "966da2fe12f168ffe55e9503368ce396")]
    public void Dump_of_a_seed_and_day_never_changes(int day, string expected)
    {
        using var stream = new MemoryStream();
        new DumpWriter(1, 4_000_000).Write(stream, day);
        Assert.Equal(expected, Convert.ToHexStringLower(SHA256.HashData(stream.ToArray()))[..32]);
    }

    [Fact]
    public void Another_seed_gives_another_tree()
    {
        using var folder = new TemporaryFolder();
        TreeWriter.Write(folder["one"], 1, SmallFilesTree.Plan(1, 20));
        TreeWriter.Write(folder["two"], 2, SmallFilesTree.Plan(2, 20));
        Assert.NotEqual(TreeHash.Of(folder["one"]), TreeHash.Of(folder["two"]));
    }

    [Fact]
    public void Mixed_tree_has_the_size_asked_for()
    {
        var plan = MixedTree.Plan(1, 20_000, 2_000_000_000);
        Assert.Equal(20_000, plan.Count);
        Assert.InRange(plan.Sum(file => file.Length), 1_999_000_000, 2_001_000_000);
        Assert.Equal(20_000, plan.Select(file => file.Path).Distinct().Count());
    }

    [Fact]
    public void Small_files_have_200_to_8000_bytes()
    {
        var plan = SmallFilesTree.Plan(1, 20_000);
        Assert.Equal(200, plan.Min(file => file.Length));
        Assert.Equal(8_000, plan.Max(file => file.Length));
    }

    [Fact]
    public void A_change_touches_the_share_of_files_asked_for()
    {
        using var folder = new TemporaryFolder();
        TreeWriter.Write(folder["tree"], 1, SmallFilesTree.Plan(1, 1_000));
        var before = Contents(folder["tree"]);
        new TreeChange(folder["tree"], 1, 1).Apply(100);
        var after = Contents(folder["tree"]);
        var same = before.Count(pair => after.TryGetValue(pair.Key, out var hash) && hash == pair.Value);
        var added = after.Keys.Except(before.Keys).Count();
        Assert.Equal(100, before.Count - same + added);
    }

    /// <summary>The bytes that the writer calls changed are those that a line-by-line comparison finds, give or take the unchanged rows of the same page.</summary>
    [Fact]
    public void Changed_bytes_of_a_dump_cover_what_differs()
    {
        using var first = new MemoryStream();
        using var second = new MemoryStream();
        new DumpWriter(1, 20_000_000).Write(first, 1);
        var changed = new DumpWriter(1, 20_000_000).Write(second, 2);
        var known = Rows(first).ToHashSet(StringComparer.Ordinal);
        var differing = Rows(second).Where(row => !known.Contains(row)).Sum(row => (long)row.Length);
        Assert.InRange(changed, differing, second.Length / 10);
    }

    [Fact]
    public void First_day_of_a_dump_is_all_changed()
    {
        using var stream = new MemoryStream();
        var changed = new DumpWriter(1, 4_000_000).Write(stream, 1);
        Assert.InRange(changed, stream.Length - 1_000, stream.Length);
    }

    private static Dictionary<string, string> Contents(string root) => TreeHash.Files(root)
        .ToDictionary(name => name, name => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(root, name)))));

    private static string[] Rows(MemoryStream dump) => System.Text.Encoding.Latin1.GetString(dump.ToArray()).Split('\n');
}
