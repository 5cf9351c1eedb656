using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Engine.Volumes;

namespace Holdfast.Uploader.Deletion;

/// <summary>Remembers what each sweep left, so that the next one does not believe a listing that lacks some of it.</summary>
/// <remarks>
/// A file for each store and namespace in <c>.holdfast-uploader</c> of the local location, which a directory store takes for none of its data. Where
/// it is lost the next sweep does without this check; the others remain.
/// </remarks>
internal sealed class SweepMemory(string localLocation)
{
    private readonly string _folder = Folder(localLocation);

    private readonly string _ownLocation = $"file://{Path.TrimEndingDirectorySeparator(localLocation)}";

    /// <summary>Where uploaders keep what is theirs and not the store's.</summary>
    public static string Folder(string localLocation) => Path.Join(Path.GetFullPath(localLocation), ".holdfast-uploader");

    /// <summary>The file of a namespace: each store has one of its own, since another store holds other objects.</summary>
    public string PathOf(string location, string name) => Path.Join(
        _folder, location.Length == 0 || location == _ownLocation ? $"{name}.json" : $"{name}@{ShortHash(location)}.json");

    /// <summary>What the last sweep left; null when there was none.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public async Task<Remembered?> ReadAsync(string location, string name, CancellationToken cancellationToken)
    {
        var path = PathOf(location, name);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(await File.ReadAllBytesAsync(path, cancellationToken), RememberedJson.Default.Remembered);
        }
        catch (JsonException damage)
        {
            throw new IOException($"'{path}' is damaged. Delete it: the next sweep then writes it anew.", damage);
        }
    }

    /// <summary>Remembers durably what a sweep is about to leave.</summary>
    public async Task WriteAsync(string location, string name, Remembered remembered, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        var path = PathOf(location, name);
        var unfinished = path + ".new";
        await File.WriteAllBytesAsync(unfinished, JsonSerializer.SerializeToUtf8Bytes(remembered, RememberedJson.Default.Remembered), cancellationToken);
        using (var file = File.OpenHandle(unfinished))
        {
            Durable.SyncFile(file);
        }

        File.Move(unfinished, path, overwrite: true);
        Durable.SyncDirectory(_folder);
    }

    private static string ShortHash(string location) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(location)))[..12];
}
