using Holdfast.Contracts.Components;

namespace Holdfast.Hosting.Runs;

/// <summary>The runs of this process, so that they can be stopped.</summary>
internal sealed class ActiveRuns
{
    private readonly Lock _gate = new();
    private readonly HashSet<Entry> _entries = [];
    private readonly Dictionary<(Guid OperationId, ComponentId Component), Turn> _turns = [];

    /// <summary>Whether any run is active.</summary>
    public bool Any
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count > 0;
            }
        }
    }

    /// <summary>Adds a run until the answer is disposed.</summary>
    public Entry Enter(Guid operationId, ComponentId component, CancellationToken cancellationToken)
    {
        var entry = new Entry(this, operationId, component, cancellationToken);
        lock (_gate)
        {
            _entries.Add(entry);
        }

        return entry;
    }

    /// <summary>Waits until no other run of this component of this operation is active here, and keeps others out until the answer is disposed.</summary>
    public async Task<IDisposable> AloneAsync(Guid operationId, ComponentId component, CancellationToken cancellationToken)
    {
        var turn = new Turn(this, (operationId, component));
        Task before;
        lock (_gate)
        {
            before = _turns.GetValueOrDefault(turn.Key)?.Ended ?? Task.CompletedTask;
            _turns[turn.Key] = turn;
        }

        try
        {
            await before.WaitAsync(cancellationToken);
            return turn;
        }
        catch (OperationCanceledException)
        {
            turn.EndAfter(before);
            throw;
        }
    }

    /// <summary>Cancels every run of an operation, or of one of its components, in this process.</summary>
    public async Task StopAsync(Guid operationId, ComponentId? component = null)
    {
        Entry[] found;
        lock (_gate)
        {
            found = [.. _entries.Where(entry => entry.OperationId == operationId && (component is null || entry.Component == component))];
        }

        foreach (var entry in found)
        {
            await entry.StopAsync();
        }
    }

    /// <summary>A place in the queue of one component.</summary>
    private sealed class Turn(ActiveRuns runs, (Guid OperationId, ComponentId Component) key) : IDisposable
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public (Guid OperationId, ComponentId Component) Key { get; } = key;

        public Task Ended => _ended.Task;

        /// <summary>Leaves the queue without a turn: whoever comes next waits for whoever came before.</summary>
        public void EndAfter(Task before) => before.ContinueWith(_ => Dispose(), TaskScheduler.Default);

        public void Dispose()
        {
            lock (runs._gate)
            {
                if (runs._turns.GetValueOrDefault(Key) == this)
                {
                    runs._turns.Remove(Key);
                }
            }

            _ended.TrySetResult();
        }
    }

    /// <summary>One run.</summary>
    internal sealed class Entry(ActiveRuns runs, Guid operationId, ComponentId component, CancellationToken cancellationToken) : IDisposable
    {
        private readonly CancellationTokenSource _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        private readonly Lock _gate = new();
        private bool _disposed;

        public Guid OperationId { get; } = operationId;

        public ComponentId Component { get; } = component;

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
