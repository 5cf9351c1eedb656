namespace Holdfast.Hosting.Stores;

/// <summary>The folder through which workers and the uploader hand each other files; messages name files relative to it.</summary>
/// <remarks>
/// <code>
/// &lt;localLocation&gt;/.holdfast-staging/&lt;namespace&gt;/&lt;operation&gt;/&lt;run&gt;/…       written by a worker, to be stored
/// &lt;localLocation&gt;/.holdfast-staging/&lt;namespace&gt;/&lt;operation&gt;/fetched/…     written by the uploader, to be read
/// </code>
/// A directory store takes names that start with <c>.holdfast-</c> for none of its data. Being on its file system, a put is a rename.
/// </remarks>
public sealed class StagingArea
{
    private const string FolderName = ".holdfast-staging";
    private const string FetchedName = "fetched";

    /// <param name="localLocation">As <see cref="ObjectStoreOptions.LocalLocation"/> says.</param>
    public StagingArea(string localLocation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(localLocation);
        Root = Path.Join(Path.TrimEndingDirectorySeparator(Path.GetFullPath(localLocation)), FolderName);
    }

    /// <summary>Absolute path. The uploader makes it; where it is missing, the disk is not the one that the uploader uses.</summary>
    public string Root { get; }

    /// <summary>Absolute path of what an operation keeps here.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a namespace.</exception>
    public string OperationFolder(string name, Guid operationId) => Path.Join(Root, Segment(name), operationId.ToString("N"));

    /// <summary>Absolute path of what one run of a worker keeps here.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a namespace.</exception>
    public string RunFolder(string name, Guid operationId, Guid runId) => Path.Join(OperationFolder(name, operationId), runId.ToString("N"));

    /// <summary>Absolute path of what the uploader fetched for an operation.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a namespace.</exception>
    public string FetchedFolder(string name, Guid operationId) => Path.Join(OperationFolder(name, operationId), FetchedName);

    /// <summary>The path of a staged file as messages name it.</summary>
    /// <exception cref="ArgumentException">The file does not lie in the staging area.</exception>
    public string Relative(string path)
    {
        var full = Path.GetFullPath(path);
        return full.StartsWith(Root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full[(Root.Length + 1)..]
            : throw new ArgumentException($"'{path}' does not lie in the staging area '{Root}'.", nameof(path));
    }

    /// <summary>The absolute path of a staged file that a message names.</summary>
    /// <exception cref="ArgumentException">The path leads out of the staging area, or through a symbolic link.</exception>
    public string Resolve(string stagedPath)
    {
        ArgumentNullException.ThrowIfNull(stagedPath);
        var at = Root;
        foreach (var segment in stagedPath.Split('/'))
        {
            if (segment is "" or "." or ".." || segment.Contains('\0', StringComparison.Ordinal))
            {
                throw new ArgumentException($"'{stagedPath}' is not the path of a staged file.", nameof(stagedPath));
            }

            at = Path.Join(at, segment);
            if (new FileInfo(at).LinkTarget is not null)
            {
                throw new ArgumentException($"'{stagedPath}' leads through a symbolic link; staged files are reached without.", nameof(stagedPath));
            }
        }

        return at;
    }

    private static string Segment(string name) => name is "" or "." or ".." || name.AsSpan().ContainsAny('/', '\0')
        ? throw new ArgumentException($"'{name}' cannot be a namespace.", nameof(name))
        : name;
}
