namespace Holdfast.Hosting.Hooks;

/// <summary>Keeps a lease alive while its run is.</summary>
internal sealed class HookRenewal : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task _renewing;

    public HookRenewal(HookLeases leases, HookLease lease, TimeSpan length, TimeProvider clock) => _renewing = RenewAsync(leases, lease, length, clock);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _renewing;
        _end.Dispose();
    }

    private async Task RenewAsync(HookLeases leases, HookLease lease, TimeSpan length, TimeProvider clock)
    {
        using var timer = new PeriodicTimer(length / 4, clock);
        try
        {
            do
            {
                try
                {
                    leases.Renew(lease, length);
                }
                catch (IOException)
                {
                    // A full disk now may have room in a moment.
                }
            }
            while (await timer.WaitForNextTickAsync(_end.Token));
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
    }
}
