namespace Holdfast.Benchmarks.Tools;

/// <summary>The tools that are here to be measured.</summary>
internal static class Toolbox
{
    /// <summary>Names that <c>--tools</c> takes.</summary>
    public static readonly string[] Names = [HoldfastTool.ToolName, "restic", "borg", "tar+zstd"];

    /// <summary>Holdfast and each peer on the PATH.</summary>
    /// <param name="wanted">Names to take; all when empty.</param>
    /// <param name="state">Folder for the tools' caches.</param>
    /// <param name="encrypted">Whether Holdfast encrypts.</param>
    public static List<Tool> Find(IReadOnlyList<string> wanted, string state, bool encrypted)
    {
        var tools = new List<Tool> { new HoldfastTool(encrypted ? Passphrase(state) : null) };
        if (OnPath("restic") is { } restic)
        {
            tools.Add(new ResticTool(restic, state));
        }

        if (OnPath("borg") is { } borg)
        {
            tools.Add(new BorgTool(borg, state));
        }

        if (OnPath("tar") is { } tar && OnPath("zstd") is { } zstd)
        {
            tools.Add(new TarTool(tar, zstd));
        }

        return wanted.Count == 0 ? tools : tools.FindAll(tool => wanted.Contains(tool.Name));
    }

    /// <summary>The file with what encrypts Holdfast's repositories.</summary>
    public static string Passphrase(string state)
    {
        var file = Path.Combine(state, "passphrase");
        File.WriteAllText(file, "benchmark");
        return file;
    }

    /// <summary>Full path of a program on the PATH, or null.</summary>
    public static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);
}
