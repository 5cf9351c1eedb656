using Holdfast.Hosting.Stores;
using Microsoft.Extensions.Logging;

namespace Holdfast.Uploader.Staging;

/// <summary>The folders of operations in the staging area.</summary>
internal sealed partial class OperationFolders(StagingArea staging, ILogger<OperationFolders> logger)
{
    /// <summary>Every folder of an operation, in whatever namespace.</summary>
    public IEnumerable<string> All() => Directory.Exists(staging.Root)
        ? Directory.EnumerateDirectories(staging.Root).SelectMany(Directory.EnumerateDirectories)
        : [];

    /// <summary>Removes what an operation left; in its own namespace and in the one it restored from.</summary>
    public void Remove(Guid operationId)
    {
        var name = operationId.ToString("N");
        try
        {
            foreach (var folder in All().Where(folder => Path.GetFileName(folder) == name).ToList())
            {
                Remove(folder);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            LogNotRemoved(staging.Root, problem.Message);
        }
    }

    /// <summary>Removes a folder. What cannot be removed now, since a worker that was stopped is still writing there, is removed as a leftover later.</summary>
    public void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // somebody else was faster
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            LogNotRemoved(folder, problem.Message);
        }
    }

    [LoggerMessage(5501, LogLevel.Warning, "The staging folder {Folder} could not be removed and waits for a later sweep: {Reason}")]
    private partial void LogNotRemoved(string folder, string reason);
}
