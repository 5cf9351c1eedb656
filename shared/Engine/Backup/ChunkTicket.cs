using Holdfast.Engine.Chunks;

namespace Holdfast.Engine.Backup;

/// <summary>Stands for a chunk on its way through the pipeline, until it is known where it lies.</summary>
internal sealed class ChunkTicket
{
    private TaskCompletionSource? _resolved;
    private StoredChunk? _chunk;

    /// <summary>A chunk that is still to go through.</summary>
    public ChunkTicket() => _resolved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A chunk that is stored, or on its way for another's sake.</summary>
    public ChunkTicket(StoredChunk chunk) => _chunk = chunk;

    /// <summary>The chunk, placed.</summary>
    public async ValueTask<StoredChunk> PlacedAsync(CancellationToken cancellationToken)
    {
        if (_resolved is { } resolved)
        {
            await resolved.Task.WaitAsync(cancellationToken);
        }

        var chunk = _chunk!;
        if (!chunk.Placed.IsCompleted)
        {
            await chunk.Placed.WaitAsync(cancellationToken);
        }

        return chunk;
    }

    public void Resolve(StoredChunk chunk)
    {
        _chunk = chunk;
        var resolved = _resolved!;

        // A large file has millions of tickets: a resolved one is to be small.
        _resolved = null;
        resolved.SetResult();
    }
}
