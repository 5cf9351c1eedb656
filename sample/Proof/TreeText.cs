using System.Text;
using Holdfast.Sample.Platform;

namespace Holdfast.Sample.Proof;

/// <summary>A directory tree as text: every entry with all its metadata and the hash of its content, for comparing.</summary>
/// <remarks>
/// Written by find, sha256sum and getfattr, not by Holdfast, which is what is to be proved. The change time is
/// the kernel's own and cannot come back. What a restore keeps for its undo in <c>.holdfast</c> is not part of the volume.
/// </remarks>
internal static class TreeText
{
    private const string Entries = """find . -path ./.holdfast -prune -o -printf '%P\t%y\t%m\t%U:%G\t%T@\t%s\t%b\t%i\t%n\t%l\0'""";
    private const string Hashes = "find . -path ./.holdfast -prune -o -type f -print0 | xargs -0 -r sha256sum -z";
    private const string Attributes = "command -v getfattr >/dev/null || exit 0; find . -path ./.holdfast -prune -o -print0 | xargs -0 getfattr --no-dereference --dump --match=- --encoding=hex --absolute-names";
    private const long SparseFrom = 1 << 20;

    /// <returns>Lines sorted by path; each byte of a name is one character.</returns>
    public static async Task<string> OfAsync(string folder, CancellationToken cancellationToken)
    {
        var hashes = Records(await Shell.RunAsync(Hashes, folder, cancellationToken)).ToDictionary(line => line[68..], line => line[..64]);
        var entries = Records(await Shell.RunAsync(Entries, folder, cancellationToken)).Select(line => new Entry(line)).OrderBy(entry => entry.Path, StringComparer.Ordinal);
        var text = new StringBuilder();
        var firstNames = new Dictionary<string, string>();
        foreach (var entry in entries)
        {
            text.Append(entry.Text);
            if (hashes.TryGetValue(entry.Path, out var hash))
            {
                text.Append(' ').Append(hash);
            }

            if (entry.Links > 1 && !firstNames.TryAdd(entry.Inode, entry.Path))
            {
                text.Append(" same file as ").Append(firstNames[entry.Inode]);
            }

            text.Append('\n');
        }

        return text.Append(await Shell.RunAsync(Attributes, folder, cancellationToken)).ToString();
    }

    private static string[] Records(string output) => output.Split('\0', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>One line of <see cref="Entries"/>; names may have tabs, so it is taken apart from its end.</summary>
    private readonly struct Entry
    {
        public Entry(string line)
        {
            var parts = line.Split('\t');
            var link = parts.Length - 1; // a tab in the target of a link does not occur in the sample
            var fields = parts[(link - 8)..link];
            Path = string.Join('\t', parts[..(link - 8)]);
            (var type, Inode) = (fields[0], fields[6]);
            Links = type == "d" ? 1 : int.Parse(fields[7], System.Globalization.CultureInfo.InvariantCulture);
            var (size, blocks) = (long.Parse(fields[4], System.Globalization.CultureInfo.InvariantCulture), long.Parse(fields[5], System.Globalization.CultureInfo.InvariantCulture));
            var kind = type == "f" && size >= SparseFrom && blocks * 512 < size / 2 ? "sparse" : type;
            Text = $"{(Path.Length == 0 ? "." : Path.Replace("\n", "\\n", StringComparison.Ordinal))} {kind} {fields[1]} {fields[2]} {fields[3]} {(type == "f" ? size : 0)} {Links} {parts[link]}";
        }

        public string Path { get; }

        public string Inode { get; }

        public int Links { get; }

        public string Text { get; }
    }
}
