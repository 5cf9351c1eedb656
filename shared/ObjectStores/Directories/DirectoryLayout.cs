namespace Holdfast.ObjectStores.Directories;

/// <summary>Where objects and the store's own files lie below the root.</summary>
internal sealed class DirectoryLayout
{
    private const string IncomingName = ObjectKey.Reserved + "incoming";

    public DirectoryLayout(string root)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        Incoming = Path.Join(Root, IncomingName);
    }

    public string Root { get; }

    /// <summary>Holds files that are being copied into the store and have no key yet.</summary>
    public string Incoming { get; }

    public string PathOf(string key)
    {
        ObjectKey.Validate(key);
        return Path.Join(Root, key);
    }

    /// <summary>The directory of a listing's prefix.</summary>
    public string DirectoryOf(string prefix)
    {
        ObjectKey.ValidatePrefix(prefix);
        return Path.TrimEndingDirectorySeparator(Path.Join(Root, prefix));
    }

    /// <summary>The path of a file of the store's own at the root.</summary>
    public string OwnFile(string name) => name.StartsWith(ObjectKey.Reserved, StringComparison.Ordinal) && !name.Contains('/', StringComparison.Ordinal)
        ? Path.Join(Root, name)
        : throw new ArgumentException($"'{name}' is not a name of the store's own.", nameof(name));

    public string NewIncomingFile() => Path.Join(Incoming, Guid.NewGuid().ToString("N"));

    /// <summary>The directory that holds <paramref name="path"/>, which is below the root.</summary>
    public static string ParentOf(string path) => Path.GetDirectoryName(path)!;

    /// <summary>
    /// Whether a name is not the store's data: its own files, what an NFS client keeps of deleted files that are still open, and
    /// the directory that ext4 makes at the root of a file system.
    /// </summary>
    public bool IsForeign(string directory, string name) =>
        name.StartsWith(ObjectKey.Reserved, StringComparison.Ordinal)
        || name.StartsWith(".nfs0", StringComparison.Ordinal)
        || (name == "lost+found" && directory == Root);
}
