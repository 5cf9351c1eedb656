using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Holdfast.Benchmarks.Processes;
using Holdfast.ObjectStores;

namespace Holdfast.Benchmarks.StoreVerbs;

/// <summary>Files of random bytes, as large as packs, with their hashes beside them: the engine knows those from writing a pack.</summary>
internal static class PackFolder
{
    public const int PackBytes = 32 << 20;

    /// <summary>Makes the folder.</summary>
    public static void Write(string folder, int packs, long seed)
    {
        Directory.CreateDirectory(folder);
        using var sums = File.CreateText(SumsOf(folder));
        var content = new byte[PackBytes];
        var random = new Random((int)seed);
        for (var pack = 1; pack <= packs; pack++)
        {
            random.NextBytes(content);
            var name = string.Create(CultureInfo.InvariantCulture, $"{pack:d5}.pack");
            File.WriteAllBytes(Path.Combine(folder, name), content);
            sums.WriteLine($"{name} {Convert.ToHexStringLower(SHA256.HashData(content))}");
        }
    }

    /// <summary>Gives the files of a folder second names in another one, since whoever stores a staged file takes it away.</summary>
    public static void Stage(string folder, string staging)
    {
        Directory.CreateDirectory(staging);
        File.Copy(SumsOf(folder), SumsOf(staging), overwrite: true);
        foreach (var file in Read(folder))
        {
            if (NativeProcess.Link(file.Path, Path.Combine(staging, Path.GetFileName(file.Path))) != 0)
            {
                throw new ProcessFailedException($"no second name for {file.Path}: {Marshal.GetLastPInvokeErrorMessage()}");
            }
        }
    }

    public static List<StagedFile> Read(string folder) => [.. File.ReadLines(SumsOf(folder)).Select(line => line.Split(' '))
        .Select(fields => new StagedFile(Path.Combine(folder, fields[0]), PackBytes, Convert.FromHexString(fields[1])))];

    /// <summary>The files below <paramref name="restored"/> that are not, or not as they were; by their names.</summary>
    public static IEnumerable<string> Differences(string folder, string restored)
    {
        var found = Directory.EnumerateFiles(restored, "*.pack", SearchOption.AllDirectories).ToDictionary(path => Path.GetFileName(path)!);
        foreach (var file in Read(folder))
        {
            var name = Path.GetFileName(file.Path);
            if (!found.TryGetValue(name, out var path) || !SHA256.HashData(File.ReadAllBytes(path)).AsSpan().SequenceEqual(file.Sha256.Span))
            {
                yield return name;
            }
        }
    }

    private static string SumsOf(string folder) => folder.TrimEnd('/') + ".sums";
}
