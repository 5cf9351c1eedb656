using System.Text.Json;

namespace Holdfast.Standalone.Tests.Processes;

/// <summary>A folder with a configuration file, a volume and a place for backups.</summary>
internal sealed class Installation : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-standalone-").FullName;

    /// <param name="database">Connection string of the database to protect; none when null.</param>
    /// <param name="state">The section State; none when null, which means a file beside the backups.</param>
    /// <param name="locationType">Of the store; left to the stored document when null.</param>
    /// <param name="scheduler">The section Scheduler.</param>
    /// <param name="notification">The section Notification.</param>
    /// <param name="passphrase">Backups are encrypted with it; not encrypted when null.</param>
    public Installation(
        string? database = null, object? state = null, string? locationType = "local", object? scheduler = null, object? notification = null, string? passphrase = null)
    {
        Directory.CreateDirectory(Volume);
        if (passphrase is not null)
        {
            File.WriteAllText(PassphraseFile, passphrase + "\n");
        }

        var configuration = new
        {
            Platform = new
            {
                Namespace = "app",
                Databases = database is null ? [] : new[] { new { Name = "airflow", ConnectionString = database } },
                Volumes = new[] { new { Name = "gitserver", Path = Volume } },
            },
            ObjectStore = locationType is null ? (object)new { localLocation = Backups } : new { locationType, localLocation = Backups },
            State = state ?? new { },
            Scheduler = scheduler ?? new { },
            Notification = notification ?? new { },
            Encryption = passphrase is null ? new { } : (object)new { PassphraseFile },
        };
        File.WriteAllText(Configuration, JsonSerializer.Serialize(configuration));
    }

    public string Configuration => Path.Combine(_folder, "holdfast.json");

    public string Volume => Path.Combine(_folder, "gitserver");

    public string Backups => Path.Combine(_folder, "backup");

    public string PassphraseFile => In("passphrase");

    /// <summary>A path of the test's own.</summary>
    public string In(string name) => Path.Combine(_folder, name);

    /// <summary>Writes a file into the volume.</summary>
    public void Write(string name, string content)
    {
        var path = Path.Combine(Volume, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    public string Read(string name) => File.ReadAllText(Path.Combine(Volume, name));

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
