namespace Holdfast.DbDumper.Restores;

/// <summary>Where a restore takes its archive from: a file, which allows several jobs at once, or a stream, which needs no disk.</summary>
internal sealed class ArchiveSource
{
    private ArchiveSource(string? path, Stream? stream) => (Path, Stream) = (path, stream);

    public string? Path { get; }

    public Stream? Stream { get; }

    public static ArchiveSource File(string path) => new(System.IO.Path.GetFullPath(path), stream: null);

    /// <param name="stream">Read once to its end, also when the database needs only its beginning; not disposed.</param>
    public static ArchiveSource From(Stream stream) => new(path: null, stream);
}
