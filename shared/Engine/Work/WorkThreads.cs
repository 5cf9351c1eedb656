namespace Holdfast.Engine.Work;

/// <summary>Threads for what keeps a processor busy: compressing, hashing, cutting, and the calls of the file system in between.</summary>
/// <remarks>
/// Not those of the thread pool: there an API call, a heartbeat or a message waits until a thread has compressed its megabyte. A thread is started
/// when work waits and none is idle, and ends when nothing has come for a while. What a piece of work awaits goes on here, too.
/// </remarks>
internal sealed class WorkThreads : TaskScheduler
{
    private readonly Queue<Task> _waiting = new();
    private readonly int _most;
    private readonly TimeSpan _idleLimit;
    private int _threads;
    private int _idle;

    /// <summary>Some of one's own.</summary>
    /// <param name="most">More are never started, from 1: more work waits.</param>
    /// <param name="idleLimit">A thread ends when nothing has come for so long.</param>
    public WorkThreads(int most, TimeSpan idleLimit) => (_most, _idleLimit) = (most, idleLimit);

    /// <summary>Those of this process.</summary>
    public static WorkThreads Shared { get; } = new(most: 256, TimeSpan.FromSeconds(10));

    /// <summary>How many there are now.</summary>
    public int Count
    {
        get
        {
            lock (_waiting)
            {
                return _threads;
            }
        }
    }

    public override int MaximumConcurrencyLevel => _most;

    /// <summary>Does it here, and all that it awaits.</summary>
    public Task RunAsync(Func<Task> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    /// <inheritdoc cref="RunAsync(Func{Task})"/>
    public Task<T> RunAsync<T>(Func<Task<T>> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    protected override void QueueTask(Task task)
    {
        lock (_waiting)
        {
            _waiting.Enqueue(task);
            if (_waiting.Count <= _idle || _threads == _most)
            {
                Monitor.Pulse(_waiting);
                return;
            }

            _threads++;
        }

        new Thread(Work) { IsBackground = true, Name = "holdfast work" }.UnsafeStart();
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && Current == this && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_waiting)
        {
            return [.. _waiting];
        }
    }

    private void Work()
    {
        while (Next() is { } task)
        {
            TryExecuteTask(task);
        }
    }

    /// <returns>Null when nothing has come for a while: the thread is not counted any more.</returns>
    private Task? Next()
    {
        lock (_waiting)
        {
            while (_waiting.Count == 0)
            {
                _idle++;
                var pulsed = Monitor.Wait(_waiting, _idleLimit);
                _idle--;
                if (!pulsed && _waiting.Count == 0)
                {
                    _threads--;
                    return null;
                }
            }

            return _waiting.Dequeue();
        }
    }
}
