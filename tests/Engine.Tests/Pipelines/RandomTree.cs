namespace Holdfast.Engine.Tests.Pipelines;

/// <summary>Makes a tree from a seed and edits it in all the ways that trees change.</summary>
internal sealed class RandomTree(string root, int seed)
{
    private static readonly byte[][] OddNames = ["\u00e9t\u00e9"u8.ToArray(), " "u8.ToArray(), "a\nb"u8.ToArray(), [0xFF, 0xFE, (byte)'x'], "-rf *"u8.ToArray()];

    // Links are not followed: two that lead in a circle would give a walk of 2^40 paths.
    private static readonly EnumerationOptions WithoutLinks = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    private readonly Random _random = new(seed);

    public void Grow(int entries)
    {
        for (var i = 0; i < entries; i++)
        {
            Add();
        }
    }

    public void Edit(int edits)
    {
        for (var i = 0; i < edits; i++)
        {
            var files = Files();
            switch (_random.Next(8))
            {
                case 0 when files.Length > 0:
                    File.Delete(Any(files));
                    break;
                case 1 when files.Length > 0:
                    File.AppendAllText(Any(files), "more " + _random.Next());
                    break;
                case 2 when files.Length > 0:
                    File.WriteAllBytes(Any(files), Content());
                    break;
                case 3 when files.Length > 0:
                    var from = Any(files);
                    File.Move(from, from + "m", overwrite: true);
                    break;
                case 4 when files.Length > 0:
                    File.SetUnixFileMode(Any(files), (UnixFileMode)_random.Next(0x1FF) | UnixFileMode.UserRead | UnixFileMode.UserWrite);
                    break;
                case 5 when Directory.GetDirectories(root) is { Length: > 0 } directories:
                    SampleTree.Run("rm", "-rf", directories.Order(StringComparer.Ordinal).First());
                    break;
                default:
                    Add();
                    break;
            }
        }
    }

    private void Add()
    {
        var directories = Directory.GetDirectories(root, "*", WithoutLinks).Append(root).Order(StringComparer.Ordinal).ToArray();
        var path = Path.Combine(Any(directories), _random.Next(40).ToString("x"));
        if (Path.Exists(path))
        {
            return;
        }

        switch (_random.Next(10))
        {
            case 0 or 1:
                Directory.CreateDirectory(path);
                break;
            case 2:
                File.CreateSymbolicLink(path, "../" + _random.Next(40).ToString("x"));
                break;
            case 3:
                AddOddName(path);
                break;
            case 4:
                var files = Files();
                if (files.Length > 0)
                {
                    SampleTree.Run("ln", Any(files), path);
                }

                break;
            default:
                File.WriteAllBytes(path, Content());
                break;
        }
    }

    // .NET's own file API has no names that are not UTF-8.
    private void AddOddName(string path)
    {
        Directory.CreateDirectory(path);
        var name = string.Concat(Any(OddNames).Select(value => $"\\x{value:x2}"));
        SampleTree.Run("bash", "-c", $"printf %s {_random.Next()} > \"$0/\"$'{name}'", path);
    }

    private byte[] Content() => SampleTree.Content(_random, _random.Next(4) switch
    {
        0 => _random.Next(10),
        1 => _random.Next(60_000),
        _ => _random.Next(6_000),
    }, _random.Next(2) == 0);

    private string[] Files() =>
        [.. Directory.GetFiles(root, "*", WithoutLinks).Where(path => !path.Contains('\uFFFD')).Order(StringComparer.Ordinal)];

    private T Any<T>(T[] items) => items[_random.Next(items.Length)];
}
