namespace Holdfast.Hosting.Files;

/// <summary>A lock that a process holds on a file, by an advisory lock of the file system, on NFS too. It ends with the process, however that ends.</summary>
public static class FileLock
{
    /// <summary>EWOULDBLOCK, as the runtime reports it for a file that another process has locked.</summary>
    private const int WouldBlock = 11;

    /// <summary>Takes it, and makes the file where it is missing.</summary>
    /// <returns>Disposing it gives the lock back; null when somebody else has it.</returns>
    /// <exception cref="IOException">The file cannot be made or opened.</exception>
    public static FileStream? TryTake(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.HResult == WouldBlock)
        {
            return null;
        }
    }
}
