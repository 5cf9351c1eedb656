using Holdfast.Hosting.Files;

namespace Holdfast.Uploader.Deletion;

/// <summary>Lets one uploader at a time delete, of all that share the local location.</summary>
/// <remarks>It is a <see cref="FileLock"/> on <c>.holdfast-uploader/deletion.lock</c>.</remarks>
internal sealed class DeletionTurn(string localLocation, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly string _path = Path.Join(SweepMemory.Folder(localLocation), "deletion.lock");

    /// <summary>Waits for the turn; disposing the answer passes it on.</summary>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        FileStream? taken;
        while ((taken = FileLock.TryTake(_path)) is null) // another process has it, or a run of this one that was taken for lost
        {
            await Task.Delay(Pause, clock, cancellationToken);
        }

        return taken;
    }
}
