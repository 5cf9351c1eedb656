using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Sample.Volumes;

/// <summary>Writes a bare git repository as git itself would, so that the sample has real ones also where git is not installed.</summary>
internal sealed class GitRepository(string folder)
{
    private const string Author = "Sample <sample@example.org>";

    /// <param name="commits">Commits on the branch <c>main</c>; each adds a source file and changes the README.</param>
    public void Write(int commits, SampleContent content)
    {
        Directory.CreateDirectory(Path.Combine(folder, "objects", "info"));
        Directory.CreateDirectory(Path.Combine(folder, "objects", "pack"));
        Directory.CreateDirectory(Path.Combine(folder, "refs", "heads"));
        Directory.CreateDirectory(Path.Combine(folder, "refs", "tags"));
        File.WriteAllText(Path.Combine(folder, "HEAD"), "ref: refs/heads/main\n");
        File.WriteAllText(Path.Combine(folder, "config"), "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n");
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        byte[]? parent = null;
        for (var i = 1; i <= commits; i++)
        {
            files[$"source-{i:000}.txt"] = Blob(content.Prose(800));
            files["README.md"] = Blob($"# Commit {i.ToString(CultureInfo.InvariantCulture)}\n{content.Prose(50)}");
            parent = Commit(files, parent, i);
        }

        if (parent is not null)
        {
            File.WriteAllText(Path.Combine(folder, "refs", "heads", "main"), $"{Convert.ToHexStringLower(parent)}\n");
        }
    }

    private byte[] Blob(string text) => Store("blob", Encoding.UTF8.GetBytes(text));

    private byte[] Commit(SortedDictionary<string, byte[]> files, byte[]? parent, int number)
    {
        var tree = Store("tree", [.. files.SelectMany(file => (byte[])[.. Encoding.UTF8.GetBytes($"100644 {file.Key}\0"), .. file.Value])]);
        var by = $"{Author} {1_672_531_200 + (number * 3600)} +0000";
        var before = parent is null ? "" : $"parent {Convert.ToHexStringLower(parent)}\n";
        return Store("commit", Encoding.UTF8.GetBytes($"tree {Convert.ToHexStringLower(tree)}\n{before}author {by}\ncommitter {by}\n\nCommit {number}\n"));
    }

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "git names its objects so")]
    private byte[] Store(string type, byte[] body)
    {
        byte[] whole = [.. Encoding.ASCII.GetBytes($"{type} {body.Length}\0"), .. body];
        var id = SHA1.HashData(whole);
        var name = Convert.ToHexStringLower(id);
        var path = Path.Combine(folder, "objects", name[..2], name[2..]);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var file = new ZLibStream(File.Create(path), CompressionLevel.Fastest))
            {
                file.Write(whole);
            }

            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        return id;
    }
}
