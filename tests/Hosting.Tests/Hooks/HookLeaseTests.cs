using Holdfast.Hosting.Hooks;
using Holdfast.Hosting.Runs;
using Holdfast.TestServers.Conditions;
using Xunit;

namespace Holdfast.Hosting.Tests.Hooks;

/// <summary>The hook after is always called: by another worker, by a new run, or again.</summary>
public sealed class HookLeaseTests : IDisposable
{
    private readonly HookScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task What_a_dead_worker_made_quiet_is_woken_once_when_its_lease_has_ended()
    {
        DieWithALease(HookScene.Run());
        var (first, second) = (_scene.Worker(_scene.All()).Release, _scene.Worker(_scene.All()).Release);
        await Task.WhenAll(first.StartAsync(default), second.StartAsync(default));
        _scene.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(_scene.Called);

        await TickAsync(() => _scene.Called.Count >= 2);
        await Task.WhenAll(first.StopAsync(default), second.StopAsync(default));

        Assert.Equal(["failure db/airflow the worker died", "after db/airflow the worker died"], _scene.Called);
        Assert.Empty(_scene.LeaseFiles);
    }

    [Fact]
    public async Task A_worker_that_lives_keeps_its_lease_however_long_it_takes()
    {
        var end = new TaskCompletionSource();
        var (hooks, release) = _scene.Worker(_scene.All());
        await release.StartAsync(default);
        var running = hooks.AroundAsync(HookScene.Run(), async (run, _) =>
        {
            await end.Task;
            return HookScene.Done(run);
        }, default);
        await Eventually.TrueAsync(() => _scene.Called.Count == 1, "it runs");

        for (var passed = 0; passed < 300; passed += 5)
        {
            _scene.Clock.Advance(TimeSpan.FromSeconds(5));
            await Eventually.TrueAsync(() => _scene.Left() >= TimeSpan.FromSeconds(30), "the lease is renewed");
        }

        Assert.Single(_scene.Called);
        end.SetResult();
        await running;
        await release.StopAsync(default);
        Assert.Equal(["before db/airflow ", "after db/airflow "], _scene.Called);
    }

    [Fact]
    public async Task A_hook_after_that_fails_is_called_again()
    {
        var hook = _scene.All();
        hook.After = _scene.Note("exit 1");
        await _scene.Worker(hook).Hooks.AroundAsync(HookScene.Run(), _scene.WorkAsync, default);
        Assert.Single(_scene.LeaseFiles);
        var mended = _scene.Worker(_scene.All()).Release;
        await mended.StartAsync(default);

        await TickAsync(() => _scene.LeaseFiles.Length == 0 && _scene.Called.Count == 4);
        await mended.StopAsync(default);

        Assert.Equal(["before", "work", "after", "after"], _scene.Called.Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task A_new_run_takes_the_lease_over_and_the_old_one_wakes_nobody_any_more()
    {
        var old = DieWithALease(HookScene.Run());
        var hooks = _scene.Worker(_scene.All()).Hooks;

        await hooks.AroundAsync(HookScene.Run(), async (run, cancellationToken) =>
        {
            await hooks.ReleaseAsync(old, "late"); // a zombie that ends at last
            return await _scene.WorkAsync(run, cancellationToken);
        }, default);

        Assert.Equal(["before db/airflow ", "work", "after db/airflow "], _scene.Called);
    }

    /// <summary>What a worker leaves that is killed between its hooks.</summary>
    private HookLease DieWithALease(Run run)
    {
        var lease = new HookLease(
            run.Namespace, run.Component.ToString(), run.OperationId, run.RunId, run.Timestamp, "the worker died", _scene.Clock.GetUtcNow() + TimeSpan.FromMinutes(1));
        _scene.Leases.Write(lease);
        return lease;
    }

    private Task TickAsync(Func<bool> condition) => Eventually.TrueAsync(
        () =>
        {
            _scene.Clock.Advance(TimeSpan.FromSeconds(1));
            return condition();
        },
        "the hooks are called");
}
