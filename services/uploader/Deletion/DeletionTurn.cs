namespace Holdfast.Uploader.Deletion;

/// <summary>Lets one uploader at a time delete, of all that share the local location.</summary>
/// <remarks>A lock of the file system on <c>.holdfast-uploader/deletion.lock</c>, which ends with its process however that ends; on NFS too.</remarks>
internal sealed class DeletionTurn(string localLocation, TimeProvider clock)
{
    /// <summary>EWOULDBLOCK, as the runtime reports it for a file that is locked.</summary>
    private const int WouldBlock = 11;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly string _path = Path.Join(SweepMemory.Folder(localLocation), "deletion.lock");

    /// <summary>Waits for the turn; disposing the answer passes it on.</summary>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        while (true)
        {
            try
            {
                return new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException taken) when (taken.HResult == WouldBlock)
            {
                // by another process, or by a run of this one that was taken for lost
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }
}
