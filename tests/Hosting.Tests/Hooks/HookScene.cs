using System.Text.Json;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Runs;
using Holdfast.Hosting.Hooks;
using Holdfast.Hosting.Outgoing;
using Holdfast.Hosting.Runs;
using Holdfast.Hosting.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Hosting.Tests.Hooks;

/// <summary>Workers that share a staging area, and a file into which hooks write what they were called for.</summary>
internal sealed class HookScene : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-hooks-");
    private readonly OutgoingCalls _calls = new();

    public HookScene() => Leases = new HookLeases(new StagingArea(_folder.FullName), Clock);

    public static ComponentId Component { get; } = ComponentId.Database("airflow");

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2023, 2, 2, 16, 0, 0, TimeSpan.Zero));

    public HookLeases Leases { get; }

    /// <summary>What hooks were called, in order.</summary>
    public IReadOnlyList<string> Called => File.Exists(CalledFile) ? File.ReadAllLines(CalledFile) : [];

    private string CalledFile => Path.Combine(_folder.FullName, "called");

    public string[] LeaseFiles => Directory.Exists(Path.Combine(_folder.FullName, ".holdfast-hooks")) ? Directory.GetFiles(Path.Combine(_folder.FullName, ".holdfast-hooks")) : [];

    /// <summary>How long the only lease still runs.</summary>
    public TimeSpan Left() => JsonSerializer.Deserialize<HookLease>(File.ReadAllText(LeaseFiles.Single(file => file.EndsWith(".json", StringComparison.Ordinal))))!.Until - Clock.GetUtcNow();

    /// <summary>A program that writes down what it is called for, and does more.</summary>
    public HookCallOptions Note(string more = "") => new()
    {
        Command = { "sh", "-c", $"echo \"$HOLDFAST_PHASE $HOLDFAST_COMPONENT $HOLDFAST_ERROR\" >> {CalledFile}; {more}" },
    };

    /// <summary>A worker of its own, with other settings if need be.</summary>
    public (ComponentHooks Hooks, HookRelease Release) Worker(ComponentHookOptions hook)
    {
        hook.Component = Component.ToString();
        var options = Options.Create(new HookOptions { Components = { hook } });
        // Programs run in real time, whatever the clock of leases says.
        var hooks = new ComponentHooks(options, Leases, new HookCalls(_calls, TimeProvider.System), Clock, NullLogger<ComponentHooks>.Instance);
        return (hooks, new HookRelease(hooks, Leases, options, Clock, NullLogger<HookRelease>.Instance));
    }

    public ComponentHookOptions All(string onError = "fail") => new() { Before = Note(), After = Note(), OnFailure = Note(), OnError = onError };

    public static Run Run() => new(
        new DumpDatabase { OperationId = Guid.NewGuid(), Namespace = "app", Component = Component, RunId = Guid.NewGuid(), Attempt = 1, Timestamp = "2023-02-02t16-00-00" },
        RunStep.Backup,
        new RunGranted { OperationId = Guid.NewGuid(), RunId = Guid.NewGuid(), Attempt = 1, EarlierRunIds = [], Pause = TimeSpan.Zero });

    public static RunEvent Done(Run run) =>
        new ComponentHeartbeat { OperationId = run.OperationId, Namespace = run.Namespace, Component = run.Component, RunId = run.RunId };

    /// <summary>Work that is done at once and writes that down.</summary>
    public Task<RunEvent> WorkAsync(Run run, CancellationToken cancellationToken)
    {
        File.AppendAllText(CalledFile, "work\n");
        return Task.FromResult(Done(run));
    }

    public void Dispose()
    {
        _calls.Dispose();
        _folder.Delete(recursive: true);
    }
}
