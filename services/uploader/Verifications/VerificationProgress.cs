namespace Holdfast.Uploader.Verifications;

/// <summary>How far a verification is; for any number of threads.</summary>
internal sealed class VerificationProgress
{
    private long _doneBytes;
    private long _totalBytes = -1;

    public long DoneBytes => Interlocked.Read(ref _doneBytes);

    /// <summary>Null until it is known.</summary>
    public long? TotalBytes => Interlocked.Read(ref _totalBytes) is >= 0 and var total ? total : null;

    public void Expect(long totalBytes) => Interlocked.Exchange(ref _totalBytes, totalBytes);

    public void Add(long bytes) => Interlocked.Add(ref _doneBytes, bytes);
}
