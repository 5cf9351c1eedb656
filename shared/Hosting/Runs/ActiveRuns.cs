namespace Holdfast.Hosting.Runs;

/// <summary>The runs of this process, so that they can be stopped.</summary>
internal sealed class ActiveRuns
{
    private readonly Lock _gate = new();
    private readonly HashSet<Entry> _entries = [];

    /// <summary>Adds a run until the answer is disposed.</summary>
    public Entry Enter(Guid operationId, CancellationToken cancellationToken)
    {
        var entry = new Entry(this, operationId, cancellationToken);
        lock (_gate)
        {
            _entries.Add(entry);
        }

        return entry;
    }

    /// <summary>Cancels every run of an operation in this process.</summary>
    public async Task StopAsync(Guid operationId)
    {
        Entry[] found;
        lock (_gate)
        {
            found = [.. _entries.Where(entry => entry.OperationId == operationId)];
        }

        foreach (var entry in found)
        {
            await entry.StopAsync();
        }
    }

    /// <summary>One run.</summary>
    internal sealed class Entry(ActiveRuns runs, Guid operationId, CancellationToken cancellationToken) : IDisposable
    {
        private readonly CancellationTokenSource _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        private readonly Lock _gate = new();
        private bool _disposed;

        public Guid OperationId { get; } = operationId;

        /// <summary>Cancelled when the run is stopped or the consumer's own token is.</summary>
        public CancellationToken Token => _source.Token;

        public Task StopAsync()
        {
            lock (_gate)
            {
                return _disposed ? Task.CompletedTask : _source.CancelAsync();
            }
        }

        public void Dispose()
        {
            lock (runs._gate)
            {
                runs._entries.Remove(this);
            }

            lock (_gate)
            {
                _disposed = true;
                _source.Dispose();
            }
        }
    }
}
