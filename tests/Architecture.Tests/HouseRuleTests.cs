using Xunit;

namespace Holdfast.Architecture.Tests;

public sealed class HouseRuleTests
{
    private static readonly string[] EmptyNames = ["Common", "Utils", "Helpers", "Core", "Managers", "Misc"];

    [Fact]
    public void No_file_is_longer_than_400_lines() => Assert.DoesNotContain(
        Sources.Files("*.cs").Where(file => !file.Contains("/Migrations/", StringComparison.Ordinal)),
        file => File.ReadLines(Path.Combine(Sources.Root, file)).Count() > 400);

    [Fact]
    public void No_folder_or_file_has_a_name_that_tells_nothing() => Assert.DoesNotContain(
        Sources.Files("*.cs"), file => file.Split('/').Any(part => EmptyNames.Contains(Path.GetFileNameWithoutExtension(part))));

    [Fact]
    public void Namespaces_follow_folders()
    {
        foreach (var file in Sources.Files("*.cs").Where(file => !file.Contains("/Migrations/", StringComparison.Ordinal)))
        {
            var declared = File.ReadLines(Path.Combine(Sources.Root, file)).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal));
            var depth = file.StartsWith("sample/", StringComparison.Ordinal) ? 1 : 2;
            var project = Directory.GetFiles(Path.Combine(Sources.Root, string.Join('/', file.Split('/').Take(depth))), "*.csproj").Single();
            var expected = string.Join('.', [Path.GetFileNameWithoutExtension(project), .. file.Split('/').Skip(depth).SkipLast(1)]);
            Assert.True(declared is null || declared == $"namespace {expected};", $"{file} declares '{declared}', its folder says '{expected}'.");
        }
    }
}
