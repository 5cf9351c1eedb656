namespace Holdfast.Engine.Backup;

/// <summary>Small files that go into one chunk.</summary>
internal sealed class FileGroup
{
    private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<PendingEntry> Files { get; } = [];

    /// <summary>Length of the files' content as the walk saw it, in bytes.</summary>
    public int Length { get; private set; }

    public void Add(PendingEntry file)
    {
        file.Read = _read.Task;
        Files.Add(file);
        Length += (int)file.Scanned!.Metadata.Size;
    }

    /// <summary>All files are read.</summary>
    public void Complete() => _read.SetResult();
}
