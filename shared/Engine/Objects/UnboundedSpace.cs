namespace Holdfast.Engine.Objects;

/// <summary>A disk that nobody else uses and nobody empties: there is room until there is none.</summary>
public sealed class UnboundedSpace : IStagingSpace
{
    private UnboundedSpace()
    {
    }

    public static IStagingSpace Instance { get; } = new UnboundedSpace();

    public ValueTask<IDisposable> ReserveAsync(string path, long bytes, CancellationToken cancellationToken) => new(new Nothing());

    public ValueTask<bool> WaitForRoomAsync(CancellationToken cancellationToken) => new(false);

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
