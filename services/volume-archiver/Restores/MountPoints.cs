using System.Text;
using Holdfast.Engine.Volumes.Directories;

namespace Holdfast.VolumeArchiver.Restores;

/// <summary>Finds what is mounted inside a directory: entries cannot be moved away from under it.</summary>
internal static class MountPoints
{
    private const string Table = "/proc/self/mountinfo";
    private const int PathField = 4;

    /// <summary>The mount points below a directory, in the order in which they were mounted.</summary>
    public static IReadOnlyList<string> Below(OpenDirectory directory)
    {
        var top = Path.TrimEndingDirectorySeparator(directory.RealPath) + '/'; // the table has no symbolic links in its paths
        return [.. File.ReadLines(Table).Select(line => Unescape(line.Split(' ')[PathField])).Where(path => path.StartsWith(top, StringComparison.Ordinal))];
    }

    /// <summary>Reads a path in which space, tab, line feed and backslash are written as octal numbers.</summary>
    internal static string Unescape(string field)
    {
        if (!field.Contains('\\', StringComparison.Ordinal))
        {
            return field;
        }

        var text = new StringBuilder();
        for (var at = 0; at < field.Length; at++)
        {
            if (field[at] == '\\' && at + 3 < field.Length)
            {
                text.Append((char)Convert.ToInt32(field.Substring(at + 1, 3), 8));
                at += 3;
            }
            else
            {
                text.Append(field[at]);
            }
        }

        return text.ToString();
    }
}
