using System.Text.RegularExpressions;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Sealing;
using Holdfast.Engine.Tests.Pipelines;
using Holdfast.ObjectStores.Directories;
using Holdfast.ObjectStores.Namespaces;
using Holdfast.TestServers.Sources;

namespace Holdfast.Engine.Tests.Format;

/// <summary>A repository of two backups, written once by version 1 of the format and kept with the sources.</summary>
/// <param name="name"><c>plain</c> or <c>sealed</c>.</param>
internal sealed partial class GoldenFixture(string name)
{
    public const string Plain = "plain";
    public const string Sealed = "sealed";

    public string Folder { get; } = Path.Combine(SourceFolder.Root, "tests", "Engine.Tests", "Fixtures", "format-1", name);

    public KeySecret? Secret => name == Sealed ? TestSecrets.Key : null;

    public DirectoryStore Store => new(Path.Combine(Folder, "store"));

    /// <summary>The stream of the first backup's database.</summary>
    public string Dump => Path.Combine(Folder, "dump");

    /// <summary>The objects of the repository, by their keys in its namespace.</summary>
    public IEnumerable<(string Key, byte[] Content)> Objects
    {
        get
        {
            var root = Path.Combine(Folder, "store", RepositoryFixture.Namespace);
            return Directory.GetFiles(root, "*", SearchOption.AllDirectories).Select(path => (Path.GetRelativePath(root, path), File.ReadAllBytes(path)));
        }
    }

    /// <summary>What a backup's tree was, a line for each entry, as <see cref="DescribedAsync"/> gives it.</summary>
    public string Tree(int backup) => Path.Combine(Folder, $"tree-{backup}.txt");

    public async Task<Repository> OpenAsync(CancellationToken cancellationToken)
    {
        var store = new NamespaceStore(Store, RepositoryFixture.Namespace);
        var keys = new List<KeyFile>();
        await foreach (var item in store.ListAsync(ObjectKeys.KeyFilePrefix, cancellationToken))
        {
            keys.Add(KeyFile.Parse(await store.GetAsync(item.Key, 1 << 16, cancellationToken), item.Key));
        }

        return await Repository.OpenAsync(RepositoryFixture.SourceOf(Store), keys, Secret, cancellationToken);
    }

    /// <summary>A tree without its owners, which only root can set, and one entry a line whatever its name.</summary>
    public static async Task<IReadOnlyList<string>> DescribedAsync(string tree) =>
        [.. (await TreeAssert.DescribeAsync(tree)).Select(line => Owner().Replace(line, " ", 1).Replace("\n", "\\n", StringComparison.Ordinal))];

    [GeneratedRegex(" [0-9]+:[0-9]+ ")]
    private static partial Regex Owner();
}
