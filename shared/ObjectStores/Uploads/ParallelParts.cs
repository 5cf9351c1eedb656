namespace Holdfast.ObjectStores.Uploads;

/// <summary>Sends the parts of an object, several at once; the first failure stops them all.</summary>
internal static class ParallelParts
{
    /// <summary>What <paramref name="send"/> gave for each part, in their order.</summary>
    public static async Task<List<T>> SendAsync<T>(
        UploadSource source, long partSize, int atOnce, Func<UploadPart, CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var slots = new SemaphoreSlim(atOnce);
        var sent = new List<Task<T>>();
        try
        {
            while (true)
            {
                await slots.WaitAsync(stop.Token);
                if (source.Next(partSize, stop.Token) is not { } part)
                {
                    return [.. await Task.WhenAll(sent)];
                }

                sent.Add(OneAsync(part));
            }
        }
        catch
        {
            await stop.CancelAsync();
            await ((Task)Task.WhenAll(sent)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // The failure that stopped the others is the one to tell.
            await (sent.Find(task => task.IsFaulted) ?? Task.CompletedTask);
            throw;
        }

        async Task<T> OneAsync(UploadPart part)
        {
            try
            {
                return await send(part, stop.Token);
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
            finally
            {
                slots.Release();
            }
        }
    }
}
