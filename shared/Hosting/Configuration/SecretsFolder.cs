namespace Holdfast.Hosting.Configuration;

/// <summary>Settings as files of a folder, one each, as orchestrators mount secrets: the name of a file says which setting its text is.</summary>
public static class SecretsFolder
{
    /// <summary>
    /// Reads the files of a folder. <c>Bus__Url</c> is <c>Bus:Url</c>; the names of <see cref="EnvironmentNames"/> mean what they mean there. Line
    /// ends at the end of a file do not count, nor do folders and files whose name begins with a dot, which orchestrators keep beside their links.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    internal static IEnumerable<KeyValuePair<string, string?>> Read(string folder) =>
        from file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
        let name = Path.GetFileName(file)
        where !name.StartsWith('.') && !File.GetAttributes(Followed(file)).HasFlag(FileAttributes.Directory)
        select KeyValuePair.Create(Key(name), (string?)File.ReadAllText(file).TrimEnd('\r', '\n'));

    private static string Key(string name) =>
        EnvironmentNames.Keys.TryGetValue(name, out var key) ? key : name.Replace("__", ":", StringComparison.Ordinal);

    private static string Followed(string file) => File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;
}
