using System.Runtime.CompilerServices;

namespace Holdfast.Architecture.Tests;

/// <summary>The working tree that these tests were built from.</summary>
internal static class Sources
{
    public static string Root { get; } = FindRoot();

    /// <summary>Files below the folders that hold code, without what builds leave behind.</summary>
    public static IEnumerable<string> Files(string pattern) => new[] { "shared", "services", "sample", "tests" }
        .Select(folder => Path.Combine(Root, folder))
        .SelectMany(folder => Directory.GetFiles(folder, pattern, SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(Root, file))
        .Where(file => !file.Split('/').Any(part => part is "bin" or "obj"));

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        var folder = Path.GetDirectoryName(thisFile)!;
        while (!File.Exists(Path.Combine(folder, "Holdfast.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"No Holdfast.slnx above {thisFile}.");
        }

        return folder;
    }
}
