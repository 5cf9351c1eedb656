using System.Xml.Linq;
using Xunit;

namespace Holdfast.Architecture.Tests;

/// <summary>References go strictly downward; the engine stays a library that knows nothing of bus, database, web or cloud.</summary>
public sealed class LayerTests
{
    /// <summary>What each shared project may refer to; whatever is not named here may refer to nothing.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Holdfast.Engine"] = [],
        ["Holdfast.Client"] = [],
        ["Holdfast.Contracts"] = [],
        ["Holdfast.ObjectStores"] = ["Holdfast.Engine"],
        ["Holdfast.Messaging"] = ["Holdfast.Contracts"],
        ["Holdfast.State"] = ["Holdfast.Contracts", "Holdfast.Messaging"],
        ["Holdfast.Hosting"] = ["Holdfast.Contracts", "Holdfast.Messaging", "Holdfast.State"],
        ["Holdfast.Settings"] = ["Holdfast.Contracts", "Holdfast.Engine", "Holdfast.Hosting", "Holdfast.State"],
        ["Holdfast.Monitoring"] = ["Holdfast.Contracts", "Holdfast.Hosting", "Holdfast.Settings", "Holdfast.State"],
        ["Holdfast.StoreOpening"] = ["Holdfast.Engine", "Holdfast.Hosting", "Holdfast.ObjectStores"],
        ["Holdfast.StoreAccess"] = ["Holdfast.Contracts", "Holdfast.Engine", "Holdfast.Hosting"],
    };

    private const string Sample = "Holdfast.Sample";

    private static readonly IReadOnlyList<Project> Projects = [.. Sources.Files("*.csproj").Select(Project.Read)];

    [Fact]
    public void Shared_projects_refer_only_to_lower_ones()
    {
        foreach (var project in Projects.Where(project => project.Folder.StartsWith("shared/", StringComparison.Ordinal)))
        {
            Assert.True(Allowed.TryGetValue(project.Name, out var allowed), $"{project.Name} has no place in the layers yet.");
            Assert.Empty(project.References.Except(allowed));
        }
    }

    [Fact]
    public void The_engine_uses_no_package_but_zstd_and_a_checksum() =>
        Assert.Equal(["System.IO.Hashing", "ZstdSharp.Port"], Projects.Single(project => project.Name == "Holdfast.Engine").Packages);

    [Fact]
    public void Services_refer_to_shared_projects_only_except_standalone_and_each_host_to_its_own()
    {
        foreach (var project in Projects.Where(project => project.Folder.StartsWith("services/", StringComparison.Ordinal)))
        {
            var others = project.References.Where(name => !Allowed.ContainsKey(name) && project.Name != $"{name}.Host");
            Assert.True(!others.Any() || project.Folder == "services/standalone", $"{project.Name} refers to {string.Join(", ", others)}.");
        }
    }

    /// <summary>The sample platform does not ship: it starts servers as the tests do.</summary>
    [Fact]
    public void Nothing_that_ships_refers_to_tests_or_the_sample()
    {
        var tests = Projects.Where(project => project.Folder.StartsWith("tests/", StringComparison.Ordinal)).Select(project => project.Name).ToHashSet();
        foreach (var project in Projects.Where(project => !tests.Contains(project.Name) && project.Name != Sample))
        {
            Assert.Empty(project.References.Intersect([.. tests, Sample]));
        }
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Sources.Root, "Holdfast.slnx"));
        Assert.All(Projects, project => Assert.Contains($"{project.Folder}/{project.Name}.csproj", solution));
    }

    private sealed record Project(string Name, string Folder, IReadOnlyList<string> References, IReadOnlyList<string> Packages)
    {
        public static Project Read(string file)
        {
            var xml = XDocument.Load(Path.Combine(Sources.Root, file));
            return new Project(
                Path.GetFileNameWithoutExtension(file),
                Path.GetDirectoryName(file)!,
                [.. xml.Descendants("ProjectReference").Select(item => Path.GetFileNameWithoutExtension(item.Attribute("Include")!.Value))],
                [.. xml.Descendants("PackageReference").Select(item => item.Attribute("Include")!.Value)]);
        }
    }
}
