namespace Holdfast.TestServers.Processes;

/// <summary>Programs that a shell would find.</summary>
public static class ProgramPath
{
    /// <summary>Full path of a program on the PATH; null when it is on none of its folders.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Join(folder, program))
        .FirstOrDefault(File.Exists);
}
