using System.Globalization;
using System.Text;

namespace Holdfast.Sample.Volumes;

/// <summary>Writes files whose content is the same every time.</summary>
internal sealed class SampleContent(string root, int seed)
{
    private static readonly string[] Words =
        [.. "the a backup platform of volume user request is was server data key value node graph page commit test build error null true 200 404 <p> </p> , . : = {".Split(' ')];

    private readonly Random _random = new(seed);

    /// <summary>Writes files that cannot be compressed.</summary>
    public void Binaries(string folder, int count, int bytes)
    {
        Directory.CreateDirectory(Path.Combine(root, folder));
        for (var i = 0; i < count; i++)
        {
            File.WriteAllBytes(Path.Combine(root, folder, $"{i:00}.bin"), Bytes(bytes + _random.Next(bytes / 10)));
        }
    }

    /// <summary>Writes text files.</summary>
    /// <param name="name">With <c>{0}</c> where the number goes.</param>
    public void Text(string folder, string name, int count, int words)
    {
        Directory.CreateDirectory(Path.Combine(root, folder));
        for (var i = 0; i < count; i++)
        {
            File.WriteAllText(Path.Combine(root, folder, string.Format(CultureInfo.InvariantCulture, name, i)), Prose(words));
        }
    }

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    public string Prose(int words)
    {
        var text = new StringBuilder();
        for (var i = 1; i <= words; i++)
        {
            text.Append(Words[_random.Next(Words.Length)]).Append(_random.Next(4) == 0 ? _random.Next(100_000) : "").Append(i % 12 == 0 ? '\n' : ' ');
        }

        return text.ToString();
    }
}
