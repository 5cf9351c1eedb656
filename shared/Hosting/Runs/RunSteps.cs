using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Restores;
using Holdfast.Contracts.Runs;

namespace Holdfast.Hosting.Runs;

/// <summary>Which step a command asks for.</summary>
public static class RunSteps
{
    /// <exception cref="ArgumentException">The command is of no known kind.</exception>
    public static RunStep Of(RunCommand command) => command switch
    {
        BackupCommand => RunStep.Backup,
        PreflightDatabase or PreflightVolume => RunStep.Preflight,
        PrepareDatabase or PrepareVolume => RunStep.Prepare,
        CommitDatabase or CommitVolume => RunStep.Commit,
        DiscardDatabase or DiscardVolume => RunStep.Discard,
        RollBackDatabase or RollBackVolume => RunStep.RollBack,
        ForgetPreviousDatabase or ForgetPreviousVolume => RunStep.Forget,
        _ => throw new ArgumentException($"{command.GetType().Name} belongs to no step.", nameof(command)),
    };
}
