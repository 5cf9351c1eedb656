using Holdfast.TestServers.Processes;

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
        if (ProgramPath.Find("restic") is { } restic)
        {
            tools.Add(new ResticTool(restic, state));
        }

        if (ProgramPath.Find("borg") is { } borg)
        {
            tools.Add(new BorgTool(borg, state));
        }

        if (ProgramPath.Find("tar") is { } tar && ProgramPath.Find("zstd") is { } zstd)
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
}
