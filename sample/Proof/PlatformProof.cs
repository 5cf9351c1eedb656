using System.Text;
using Holdfast.Sample.Databases;
using Holdfast.Sample.Volumes;

namespace Holdfast.Sample.Proof;

/// <summary>The whole sample platform as text in a folder, a file a component: two of them can be compared, also with <c>diff -r</c>.</summary>
internal static class PlatformProof
{
    /// <summary>Writes the platform's state into <paramref name="folder"/>, in place of what was there.</summary>
    public static async Task WriteAsync(string folder, SampleDatabases databases, SampleVolumes volumes, string programs, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in SampleDatabases.Names)
        {
            var text = await DatabaseText.OfAsync(programs, databases.ConnectionStringOf(name), cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, $"db-{name}.sql"), text, Encoding.Latin1, cancellationToken);
        }

        foreach (var name in SampleVolumes.Names)
        {
            var text = await TreeText.OfAsync(volumes.PathOf(name), cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, $"volume-{name}.txt"), text, Encoding.Latin1, cancellationToken);
        }
    }

    /// <summary>Compares two proofs.</summary>
    /// <returns>A line for each component that differs, with the first difference; empty when all are equal.</returns>
    public static IReadOnlyList<string> Differences(string expected, string actual)
    {
        var names = Directory.GetFiles(expected).Concat(Directory.GetFiles(actual)).Select(Path.GetFileName).Distinct().Order(StringComparer.Ordinal);
        return [.. names.Select(name => Difference(Path.Combine(expected, name!), Path.Combine(actual, name!))).OfType<string>()];
    }

    private static string? Difference(string expected, string actual)
    {
        if (!File.Exists(expected) || !File.Exists(actual))
        {
            return $"{Path.GetFileName(expected)}: only one of the two exists";
        }

        var (before, after) = (File.ReadLines(expected, Encoding.Latin1), File.ReadLines(actual, Encoding.Latin1));
        var number = 0;
        foreach (var (was, now) in before.Append("(end)").Zip(after.Append("(end)")))
        {
            number++;
            if (was != now)
            {
                return $"{Path.GetFileName(expected)} line {number}: was '{was}', is '{now}'";
            }
        }

        return null;
    }
}
