using System.Globalization;
using Holdfast.Benchmarks.Options;

namespace Holdfast.Benchmarks.Data;

/// <summary>The part of this program that makes, changes and checks data sets, in a process of its own so that the measuring one stays small.</summary>
internal static class DataCommand
{
    /// <summary>Runs <c>mixed</c>, <c>small-files</c>, <c>change</c>, <c>dump</c> or <c>hash</c>; prints what changed in bytes, or the hash.</summary>
    public static int Run(IReadOnlyList<string> arguments)
    {
        var reader = new ArgumentReader(arguments);
        var action = reader.Word() ?? "";
        var (target, seed) = (reader.Text("--to"), (ulong)reader.Number("--seed", 1));
        var (files, bytes, round) = ((int)reader.Number("--files", 20_000), reader.Number("--bytes", 2_000_000_000), (int)reader.Number("--round", 1));
        var thousandths = (int)reader.Number("--thousandths", 10);
        reader.End();
        Console.Out.WriteLine(action switch
        {
            "mixed" => Write(target, seed, MixedTree.Plan(seed, files, bytes)),
            "small-files" => Write(target, seed, SmallFilesTree.Plan(seed, files)),
            "change" => new TreeChange(target, seed, round).Apply(thousandths).ToString(CultureInfo.InvariantCulture),
            "dump" => Dump(target, seed, bytes, round),
            "hash" => Directory.Exists(target) ? TreeHash.Of(target) : FileHash(target),
            _ => throw new UsageException($"data: there is no action '{action}'"),
        });
        return 0;
    }

    private static string Write(string root, ulong seed, List<TreeFile> files)
    {
        TreeWriter.Write(root, seed, files);
        return files.Sum(file => file.Length).ToString(CultureInfo.InvariantCulture);
    }

    private static string Dump(string path, ulong seed, long bytes, int day)
    {
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        return new DumpWriter(seed, bytes).Write(stream, day).ToString(CultureInfo.InvariantCulture);
    }

    private static string FileHash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(stream));
    }
}
