using Holdfast.Contracts.Components;
using Holdfast.Contracts.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Operations;

/// <summary>One component of one operation: its present step, the run that has it, and what came of it.</summary>
/// <remarks>
/// Loaded one at a time, so that an event costs the same however many components there are. The current run id fences: what any
/// other run reports is ignored.
/// </remarks>
public sealed class OperationComponent
{
    public Guid OperationId { get; set; }

    public required ComponentId Component { get; set; }

    public RunStep Step { get; set; }

    public RunState State { get; set; }

    /// <summary>Tries at the present step; 0 before the first.</summary>
    public int Attempt { get; set; }

    /// <summary>The run id that stands in the command sent last.</summary>
    public Guid CommandId { get; set; }

    /// <summary>The run that has the component: the command's, or a newer one when the broker delivered the command again.</summary>
    public Guid RunId { get; set; }

    /// <summary>The delivery that the run was granted to.</summary>
    public Guid? ClaimId { get; set; }

    public DateTime? ClaimedAt { get; set; }

    /// <summary>Earlier runs at the present step, oldest first.</summary>
    public List<Guid> EarlierRuns { get; set; } = [];

    public DateTime DispatchedAt { get; set; }

    /// <summary>Backup: when it was done; null while it is not.</summary>
    public DateTime? DoneAt { get; set; }

    public string? Error { get; set; }

    /// <summary>Backup: the snapshot to deduplicate against.</summary>
    public string? ParentSnapshotKey { get; set; }

    public string? ParentSnapshotSha256 { get; set; }

    /// <summary>Backup: the snapshot that was stored. Restore: the one to bring back.</summary>
    public SnapshotRow? Snapshot { get; set; }

    /// <summary>Makes the next command at a step: a new run that replaces whatever ran before.</summary>
    public void Dispatch(RunStep step, DateTime now)
    {
        if (Step != step || State is RunState.Waiting)
        {
            (Attempt, EarlierRuns, Error) = (0, [], null);
        }

        Attempt++;
        Send(step, now);
    }

    /// <summary>Makes the command once more because it may be lost. One that nobody has claimed does not count as an attempt.</summary>
    public void Resend(DateTime now)
    {
        if (State == RunState.Running)
        {
            Attempt++;
        }

        Send(Step, now);
    }

    /// <summary>Decides whether a delivery of the command may run.</summary>
    /// <returns>Why not; null when it may, under <see cref="RunId"/>.</returns>
    public string? Claim(ClaimRun claim, DateTime now)
    {
        if (claim.RunId != CommandId)
        {
            return "a newer command has taken its place";
        }

        switch (State)
        {
            case RunState.Dispatched:
                (State, ClaimId, ClaimedAt) = (RunState.Running, claim.ClaimId, now);
                return null;
            case RunState.Running when ClaimId == claim.ClaimId:
                return null;
            case RunState.Running when claim.Redelivered:
                EarlierRuns = [.. EarlierRuns, RunId];
                (RunId, ClaimId, ClaimedAt, Attempt) = (Guid.NewGuid(), claim.ClaimId, now, Attempt + 1);
                return null;
            case RunState.Running:
                return "another worker has this command";
            default:
                return "the step has ended";
        }
    }

    /// <summary>Whether any worker ever began with the present step.</summary>
    public bool WasClaimed => ClaimId is not null || EarlierRuns.Count > 0;

    /// <summary>Counts a step as done that has nothing to do here; a command still on its way is refused.</summary>
    public void Skip(RunStep step) => (Step, State, CommandId) = (step, RunState.Done, Guid.Empty);

    /// <summary>Whether a report comes from the run that has the component now.</summary>
    public bool IsCurrent(Guid runId) => State is RunState.Dispatched or RunState.Running && RunId == runId;

    private void Send(RunStep step, DateTime now)
    {
        if (Step == step && ClaimId is not null)
        {
            EarlierRuns = [.. EarlierRuns, RunId];
        }

        (Step, State, ClaimId, ClaimedAt, DispatchedAt) = (step, RunState.Dispatched, null, null, now);
        CommandId = RunId = Guid.NewGuid();
    }

    internal sealed class Configuration : IEntityTypeConfiguration<OperationComponent>
    {
        public void Configure(EntityTypeBuilder<OperationComponent> builder)
        {
            builder.HasKey(row => new { row.OperationId, row.Component });
            builder.HasIndex(row => new { row.OperationId, row.State });
            builder.ComplexProperty(row => row.Snapshot);
        }
    }
}
