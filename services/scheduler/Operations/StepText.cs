using Holdfast.Contracts.Runs;

namespace Holdfast.Scheduler.Operations;

/// <summary>Steps as they stand in errors that operators read.</summary>
internal static class StepText
{
    public static string Of(RunStep step) => step switch
    {
        RunStep.Backup => "backup of",
        RunStep.Preflight => "looking at",
        RunStep.Prepare => "preparing the restore of",
        RunStep.Commit => "swapping in the restored",
        RunStep.Discard => "removing the prepared copy of",
        RunStep.RollBack => "bringing back the previous",
        RunStep.Forget => "removing the previous",
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "unknown step"),
    };
}
