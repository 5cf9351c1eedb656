using Holdfast.Contracts.Components;
using Holdfast.Contracts.Runs;
using Holdfast.State.Operations;
using Xunit;

namespace Holdfast.State.Tests;

public class OperationComponentTests
{
    private readonly OperationComponent _row = new() { Component = ComponentId.Database("airflow") };

    [Fact]
    public void The_first_delivery_gets_the_run_of_the_command()
    {
        _row.Dispatch(RunStep.Backup, DateTime.UnixEpoch);

        Assert.Null(_row.Claim(Claim(_row.CommandId), DateTime.UnixEpoch));
        Assert.Equal(_row.CommandId, _row.RunId);
        Assert.True(_row.IsCurrent(_row.CommandId));
    }

    [Fact]
    public void A_second_copy_of_the_command_is_refused()
    {
        _row.Dispatch(RunStep.Backup, DateTime.UnixEpoch);
        _row.Claim(Claim(_row.CommandId), DateTime.UnixEpoch);

        Assert.Equal("another worker has this command", _row.Claim(Claim(_row.CommandId), DateTime.UnixEpoch));
    }

    [Fact]
    public void The_same_delivery_may_ask_twice()
    {
        _row.Dispatch(RunStep.Backup, DateTime.UnixEpoch);
        var claim = Claim(_row.CommandId);

        Assert.Null(_row.Claim(claim, DateTime.UnixEpoch));
        Assert.Null(_row.Claim(claim, DateTime.UnixEpoch));
        Assert.Equal(1, _row.Attempt);
    }

    [Fact]
    public void A_redelivered_command_gets_a_new_run_and_fences_the_old_one()
    {
        _row.Dispatch(RunStep.Backup, DateTime.UnixEpoch);
        var command = _row.CommandId;
        _row.Claim(Claim(command), DateTime.UnixEpoch);

        Assert.Null(_row.Claim(Claim(command, redelivered: true), DateTime.UnixEpoch));

        Assert.False(_row.IsCurrent(command));
        Assert.Equal([command], _row.EarlierRuns);
        Assert.Equal(2, _row.Attempt);
        var second = _row.RunId;
        Assert.Null(_row.Claim(Claim(command, redelivered: true), DateTime.UnixEpoch));
        Assert.Equal([command, second], _row.EarlierRuns);
    }

    [Fact]
    public void A_newer_command_fences_every_older_one()
    {
        _row.Dispatch(RunStep.Backup, DateTime.UnixEpoch);
        var old = _row.CommandId;
        _row.Claim(Claim(old), DateTime.UnixEpoch);
        _row.Dispatch(RunStep.Backup, DateTime.UnixEpoch);

        Assert.Equal("a newer command has taken its place", _row.Claim(Claim(old, redelivered: true), DateTime.UnixEpoch));
        Assert.False(_row.IsCurrent(old));
        Assert.Equal([old], _row.EarlierRuns);
        Assert.Equal(2, _row.Attempt);
    }

    [Fact]
    public void A_new_step_starts_counting_anew()
    {
        _row.Dispatch(RunStep.Prepare, DateTime.UnixEpoch);
        _row.Dispatch(RunStep.Prepare, DateTime.UnixEpoch);
        _row.State = RunState.Done;

        _row.Dispatch(RunStep.Commit, DateTime.UnixEpoch);

        Assert.Empty(_row.EarlierRuns);
        Assert.Equal(1, _row.Attempt);
    }

    [Theory]
    [InlineData(RunState.Done)]
    [InlineData(RunState.Failed)]
    public void An_ended_step_grants_nothing_and_hears_nothing(RunState ended)
    {
        _row.Dispatch(RunStep.Backup, DateTime.UnixEpoch);
        _row.State = ended;

        Assert.Equal("the step has ended", _row.Claim(Claim(_row.CommandId, redelivered: true), DateTime.UnixEpoch));
        Assert.False(_row.IsCurrent(_row.RunId));
    }

    private ClaimRun Claim(Guid command, bool redelivered = false) => new()
    {
        OperationId = _row.OperationId,
        Component = _row.Component,
        RunId = command,
        ClaimId = Guid.NewGuid(),
        Redelivered = redelivered,
    };
}
