namespace Holdfast.TestServers.Sources;

/// <summary>Where the sources lie that this was built from.</summary>
public static class SourceFolder
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Holdfast.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above '{AppContext.BaseDirectory}' has Holdfast.slnx: run the tests from a checkout.");
    }
}
