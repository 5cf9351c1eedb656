using System.Collections.Concurrent;

namespace Holdfast.StoreAccess.Staging;

/// <summary>The room of a file that is being written.</summary>
internal sealed class Room : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _open;
    private readonly string _path;

    public Room(ConcurrentDictionary<string, long> open, string path, long bytes)
    {
        (_open, _path) = (open, Path.GetFullPath(path));
        _open[_path] = bytes;
    }

    public void Dispose() => _open.TryRemove(_path, out _);
}
