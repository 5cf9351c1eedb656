using System.Security.Cryptography;
using System.Text;
using Holdfast.Benchmarks.EngineVerbs;
using Holdfast.Engine.Backup;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;

namespace Holdfast.Benchmarks.Data;

/// <summary>Makes a directory store with so many small backups: one is really made, the others are its copies under other timestamps.</summary>
internal static class ManyBackups
{
    private static readonly string[] Components = ["db/airflow", "db/gogs", "volume/edweb", "volume/gitserver"];
    private static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The timestamp of a backup, by its number from 0.</summary>
    public static string Timestamp(int number) => BackupTimestamp.From(Start.AddHours(number));

    /// <summary>Makes them, an hour apart and all in the past.</summary>
    public static async Task MakeAsync(string store, int count, CancellationToken cancellationToken)
    {
        var folder = new RepositoryFolder(store, passphraseFile: null);
        await folder.CreateAsync(cancellationToken);
        var repository = await folder.OpenAsync(cancellationToken);
        var first = BackupTimestamp.From(Start);
        var components = new List<ManifestComponent>();
        foreach (var name in Components)
        {
            components.Add(await BackUpAsync(folder, repository, first, ComponentName.Parse(name), cancellationToken));
        }

        var manifest = new Manifest { RepositoryId = repository.Id, Namespace = RepositoryFolder.Namespace, Timestamp = first, StartedAt = Start, FinishedAt = Start, Components = components };
        await folder.Store.PutIfAbsentAsync(manifest.ObjectKey, manifest.ToJson(), cancellationToken);
        var root = Path.Combine(store, RepositoryFolder.Namespace);
        for (var number = 1; number < count; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await CopyAsync(root, manifest, Timestamp(number), cancellationToken);
        }
    }

    private static async Task<ManifestComponent> BackUpAsync(
        RepositoryFolder folder, Repository repository, string timestamp, ComponentName name, CancellationToken cancellationToken)
    {
        var run = RunId.From(Guid.NewGuid());
        var staging = Directory.CreateDirectory(Path.Combine(folder.Staging, run)).FullName;
        var request = new BackupRequest { Target = new RunTarget(repository, timestamp, name, run, staging), Source = folder.Source, Sink = folder.Sink };
        using var content = new MemoryStream(Encoding.UTF8.GetBytes($"{name} {timestamp}"));
        var result = await StreamBackup.RunAsync(request, content, _ => Task.CompletedTask, cancellationToken);
        Directory.Delete(staging, recursive: true);
        return new ManifestComponent
        {
            Component = name,
            Run = run,
            Snapshot = result.SnapshotKey,
            Size = result.Size,
            Sha256 = Convert.ToHexStringLower(result.Sha256.Span),
            CapturedAt = Start,
            Stats = new ComponentStats { LogicalBytes = result.Stats.LogicalBytes, StoredBytes = result.Stats.StoredBytes },
        };
    }

    /// <summary>Copies every object of a backup; what names the timestamp names the other one then.</summary>
    private static async Task CopyAsync(string root, Manifest manifest, string timestamp, CancellationToken cancellationToken)
    {
        var components = new List<ManifestComponent>();
        foreach (var component in manifest.Components)
        {
            var (from, key) = (Path.Combine(root, component.Snapshot), component.Snapshot.Replace(manifest.Timestamp, timestamp, StringComparison.Ordinal));
            var target = Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, key))!).FullName;
            var json = Encoding.UTF8.GetBytes((await File.ReadAllTextAsync(from, cancellationToken)).Replace(manifest.Timestamp, timestamp, StringComparison.Ordinal));
            await File.WriteAllBytesAsync(Path.Combine(root, key), json, cancellationToken);
            foreach (var pack in Directory.EnumerateFiles(Path.GetDirectoryName(from)!, "*.pack"))
            {
                File.Copy(pack, Path.Combine(target, Path.GetFileName(pack)));
            }

            components.Add(component with { Snapshot = key, Sha256 = Convert.ToHexStringLower(SHA256.HashData(json)) });
        }

        var copy = manifest with { Timestamp = timestamp, Components = components };
        await File.WriteAllBytesAsync(Path.Combine(root, copy.ObjectKey), copy.ToJson(), cancellationToken);
    }
}
