namespace Holdfast.Engine.Work;

/// <summary>Runs the stages of a pipeline side by side.</summary>
internal static class Stages
{
    /// <summary>Ends when all stages have ended. The first failure cancels the others and is the one that is thrown.</summary>
    public static async Task RunAsync(IEnumerable<Func<CancellationToken, Task>> stages, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Exception? first = null;
        await Task.WhenAll(stages.Select(stage => WorkThreads.Shared.RunAsync(() => GuardAsync(stage))));
        if (first is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }

        cancellationToken.ThrowIfCancellationRequested();

        async Task GuardAsync(Func<CancellationToken, Task> stage)
        {
            try
            {
                await stage(stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Either the caller's wish or the echo of the first failure; both are told below.
            }
            catch (Exception failure)
            {
                Interlocked.CompareExchange(ref first, failure, null);
                await stop.CancelAsync();
            }
        }
    }
}
