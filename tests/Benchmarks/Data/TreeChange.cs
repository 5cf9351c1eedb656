using System.Globalization;

namespace Holdfast.Benchmarks.Data;

/// <summary>What happens to a tree between two backups: files rewritten, appended to, edited in the middle, created, deleted.</summary>
/// <remarks>
/// The choice follows from the seed, the round and the names that are there, so the same rounds on the same tree always lead to the same
/// tree. Times are those of the change, as in life.
/// </remarks>
internal sealed class TreeChange(string root, ulong seed, int round)
{
    private readonly SeededRandom _random = SeededRandom.For(seed, round, 2);
    private readonly ContentBuffer _buffer = new();

    /// <summary>Changes <paramref name="thousandths"/> of the files and returns how many bytes that wrote.</summary>
    public long Apply(int thousandths)
    {
        var names = TreeHash.Files(root);
        var untouched = new HashSet<string>(names, StringComparer.Ordinal);
        var changed = 0L;
        for (var number = 0; number < Math.Max(1, names.Count * thousandths / 1000); number++)
        {
            var roll = _random.Below(100);
            var path = Pick(names, untouched, largest: roll is >= 55 and < 70);
            changed += Change(roll, path, number);
        }

        return changed;
    }

    private long Change(int roll, string path, int number)
    {
        var kind = ContentKind.Of(path);
        var content = kind.Create(SeededRandom.For(seed, round, 1_000 + number));
        var length = new FileInfo(path).Length;
        switch (roll)
        {
            case < 30:
                return Write(path, FileMode.Create, content, _random.LogNormal(Math.Max(length, 1), 0.3));
            case < 55:
                return Write(path, FileMode.Append, content, 200 + _random.Below((int)Math.Clamp(length / 4, 1, 200_000)));
            case < 70:
                return Edit(path, content, length);
            case < 85:
                var name = string.Create(CultureInfo.InvariantCulture, $"new_{round}_{number}.{kind.Extension}");
                return Write(Path.Combine(Path.GetDirectoryName(path)!, name), FileMode.Create, content, _random.LogNormal(Math.Max(length, 1), 0.3));
            default:
                File.Delete(path);
                return 0;
        }
    }

    /// <summary>Half of the edits replace bytes, half insert some and so move all that follow.</summary>
    private long Edit(string path, Content content, long length)
    {
        var at = (int)(_random.Next() % (ulong)Math.Max(length, 1));
        var count = 20 + _random.Below(20_000);
        var end = _random.Percent(50) ? at : (int)Math.Min(at + count, length);
        var old = File.ReadAllBytes(path);
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write);
        stream.Write(old.AsSpan(0, at));
        content.Write(stream, count, _buffer);
        stream.Write(old.AsSpan(end));
        return count;
    }

    private long Write(string path, FileMode mode, Content content, long length)
    {
        using var stream = new FileStream(path, mode, FileAccess.Write);
        content.Write(stream, length, _buffer);
        return length;
    }

    private string Pick(List<string> names, HashSet<string> untouched, bool largest)
    {
        string? best = null;
        var bestLength = -1L;
        for (var tries = largest ? 12 : 1; tries > 0 || best is null; tries--)
        {
            var name = names[_random.Below(names.Count)];
            var length = untouched.Contains(name) ? new FileInfo(Path.Combine(root, name)).Length : -1;
            if (length > bestLength)
            {
                (best, bestLength) = (name, length);
            }
        }

        untouched.Remove(best);
        return Path.Combine(root, best);
    }
}
