namespace Holdfast.Engine.Objects;

/// <summary>The room on the disk through which packs go. Whoever writes there asks first, and waits instead of failing.</summary>
public interface IStagingSpace
{
    /// <summary>Waits until a file may be begun that grows to about <paramref name="bytes"/> bytes. Several files may have been given room at once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">What it will have in the end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The room, which counts in full until this is disposed; from then on the file counts as it is.</returns>
    ValueTask<IDisposable> ReserveAsync(string path, long bytes, CancellationToken cancellationToken);

    /// <summary>Waits, after a write found the disk full, until the same write may succeed.</summary>
    /// <returns>False when nothing is left that would make room.</returns>
    ValueTask<bool> WaitForRoomAsync(CancellationToken cancellationToken);
}
