using Holdfast.CrashPoints;

namespace Holdfast.EndToEnd.Tests.Kills;

/// <summary>At which of the recorded steps to die: at each kind once, or at every single one.</summary>
internal static class CrashPlan
{
    private const string Full = "HOLDFAST_FULL_TESTS";

    public static bool IsFull => Environment.GetEnvironmentVariable(Full) == "1";

    /// <summary>
    /// In a full run every step. Else each kind of step, at the component in the middle: when half of them are through it is the hardest
    /// to be all old or all new.
    /// </summary>
    public static IReadOnlyList<CrashOrder> For(IEnumerable<string> steps) =>
    [
        .. from step in steps
           group step by step into kind
           let count = kind.Count()
           from occurrence in IsFull ? Enumerable.Range(1, count) : [(count + 1) / 2]
           select new CrashOrder(kind.Key, occurrence),
    ];
}
