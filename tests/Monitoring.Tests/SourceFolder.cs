namespace Holdfast.Monitoring.Tests;

/// <summary>Where the sources lie.</summary>
internal static class SourceFolder
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder) => folder is null
        ? throw new InvalidOperationException("The tests do not lie below the sources.")
        : File.Exists(Path.Combine(folder.FullName, "Holdfast.slnx")) ? folder.FullName : Find(folder.Parent);
}
