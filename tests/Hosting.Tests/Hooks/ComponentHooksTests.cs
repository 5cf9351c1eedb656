using System.Diagnostics;
using Holdfast.Contracts.Runs;
using Holdfast.Hosting.Hooks;
using Holdfast.Hosting.Runs;
using Holdfast.TestServers.Conditions;
using Holdfast.TestServers.Web;
using Xunit;

namespace Holdfast.Hosting.Tests.Hooks;

public sealed class ComponentHooksTests : IDisposable
{
    private readonly HookScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task The_work_is_done_between_the_hooks()
    {
        await _scene.Worker(_scene.All()).Hooks.AroundAsync(HookScene.Run(), _scene.WorkAsync, default);

        Assert.Equal(["before db/airflow ", "work", "after db/airflow "], _scene.Called);
        Assert.Empty(_scene.LeaseFiles);
    }

    [Fact]
    public async Task What_breaks_is_told_to_the_hook_for_failures_and_the_one_after_is_called_all_the_same()
    {
        var broken = await Assert.ThrowsAsync<InvalidOperationException>(() => _scene.Worker(_scene.All()).Hooks.AroundAsync(
            HookScene.Run(), (_, _) => throw new InvalidOperationException("no space"), default));

        Assert.Equal("no space", broken.Message);
        Assert.Equal(["before db/airflow ", "failure db/airflow no space", "after db/airflow no space"], _scene.Called);
    }

    [Fact]
    public async Task A_stopped_run_wakes_what_it_made_quiet()
    {
        using var stop = new CancellationTokenSource();
        var running = _scene.Worker(_scene.All()).Hooks.AroundAsync(HookScene.Run(), WaitAsync, stop.Token);
        await Eventually.TrueAsync(() => _scene.Called.Count == 1, "it runs");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal("after db/airflow it was stopped", _scene.Called[^1]);
    }

    [Fact]
    public async Task A_hook_before_that_fails_fails_the_component_unless_it_is_to_go_on()
    {
        var hook = _scene.All();
        hook.Before = _scene.Note("exit 7");
        var failed = await Assert.ThrowsAsync<RunFailedException>(() => _scene.Worker(hook).Hooks.AroundAsync(HookScene.Run(), _scene.WorkAsync, default));
        Assert.Equal(("the hook before it failed: it ended with exit status 7", true), (failed.Message, failed.Retryable));
        Assert.Equal(["before", "failure", "after"], _scene.Called.Select(line => line.Split(' ')[0]));

        hook.OnError = "continue";
        await _scene.Worker(hook).Hooks.AroundAsync(HookScene.Run(), _scene.WorkAsync, default);

        Assert.Equal(["before", "work", "after"], _scene.Called.Skip(3).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task A_program_that_hangs_is_ended_with_all_that_it_started()
    {
        var hook = new ComponentHookOptions { Before = new HookCallOptions { Command = { "sh", "-c", "sleep 613 & sleep 613" }, Timeout = TimeSpan.FromMilliseconds(300) } };

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => _scene.Worker(hook).Hooks.AroundAsync(HookScene.Run(), _scene.WorkAsync, default));

        Assert.EndsWith("it did not end within 0.3 seconds", failed.Message, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => !Process.GetProcessesByName("sleep").Any(IsOurs), "what it started is ended");

        static bool IsOurs(Process process) => File.Exists($"/proc/{process.Id}/cmdline") && ReadQuietly(process.Id).Contains("613", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hook_by_http_gets_what_it_is_called_for()
    {
        await using var receiver = WebReceiver.Start();
        var hook = new ComponentHookOptions { Before = new HookCallOptions { Url = $"{receiver.Url}/quiet" }, After = new HookCallOptions { Url = $"{receiver.Url}/wake" } };
        var run = HookScene.Run();

        await _scene.Worker(hook).Hooks.AroundAsync(run, _scene.WorkAsync, default);

        Assert.Equal(["/quiet", "/wake"], receiver.Calls.Select(call => call.Path));
        Assert.Equal(
            $$"""{"phase":"before","namespace":"app","component":"db/airflow","timestamp":"2023-02-02t16-00-00","operationId":"{{run.OperationId}}","runId":"{{run.RunId}}","error":null}""",
            receiver.Calls.First().Body);
    }

    [Theory]
    [InlineData(RunStep.Prepare)]
    [InlineData(RunStep.Commit)]
    public async Task Only_backups_have_hooks(RunStep step)
    {
        var backup = HookScene.Run();
        var restore = new Run(
            new Contracts.Backups.DumpDatabase { OperationId = backup.OperationId, Namespace = "app", Component = HookScene.Component, RunId = backup.RunId, Attempt = 1, Timestamp = "2023-02-02t16-00-00" },
            step,
            new RunGranted { OperationId = backup.OperationId, RunId = backup.RunId, Attempt = 1, EarlierRunIds = [], Pause = TimeSpan.Zero });

        await _scene.Worker(_scene.All()).Hooks.AroundAsync(restore, _scene.WorkAsync, default);

        Assert.Equal(["work"], _scene.Called);
    }

    private static async Task<RunEvent> WaitAsync(Run run, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return HookScene.Done(run);
    }

    private static string ReadQuietly(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            return ""; // it has just ended
        }
    }
}
