namespace Holdfast.Sample.Platform;

/// <summary>Where everything of the sample lies.</summary>
internal sealed class DataFolder
{
    public DataFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(Path);
        Directory.CreateDirectory(Volumes);
        Directory.CreateDirectory(Store);
    }

    public string Path { get; }

    public string Volumes => In("volumes");

    /// <summary>The directory store, which is the staging area too.</summary>
    public string Store => In("backup");

    public string StateDatabase => In("holdfast.db");

    public string Configuration => In("holdfast.json");

    public string ApiKey => In("api-key");

    public string Log => In("holdfast.log");

    /// <summary>The private PostgreSQL cluster.</summary>
    public string Postgres => In("postgres");

    /// <summary>The names of the databases that were created by the sample, a line each.</summary>
    public string CreatedDatabases => In("databases-created");

    public string ProofBefore => In(System.IO.Path.Combine("proof", "before"));

    public string ProofAfter => In(System.IO.Path.Combine("proof", "after"));

    /// <summary>Keeps a second run off this folder until the answer is disposed.</summary>
    /// <exception cref="SampleException">Another run is using it.</exception>
    public FileStream Lock()
    {
        try
        {
            return new FileStream(In("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new SampleException($"Another ./run is using {Path}. Stop it, or name another folder in HOLDFAST_RUN_DIR.", exception);
        }
    }

    /// <summary>Writes a file that only its owner may read.</summary>
    public static void WriteSecret(string path, string text)
    {
        File.Delete(path);
        using var file = new StreamWriter(new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }));
        file.Write(text);
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
