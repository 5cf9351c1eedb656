using Holdfast.CrashPoints;

namespace Holdfast.EndToEnd.Tests.Kills;

/// <summary>At which of the recorded steps to die.</summary>
internal static class CrashPlan
{
    private const string Full = "HOLDFAST_FULL_TESTS";

    /// <summary>Whether the long tests run too.</summary>
    public static bool IsFull => Environment.GetEnvironmentVariable(Full) == "1";

    /// <summary>
    /// Each kind of step: the first one, and the one of the component in the middle, since half of them through is the hardest to bring
    /// to all old or all new.
    /// </summary>
    public static IReadOnlyList<CrashOrder> For(IEnumerable<string> steps) =>
    [
        .. from step in steps
           group step by step into kind
           from occurrence in new[] { 1, (kind.Count() + 1) / 2 }.Distinct()
           select new CrashOrder(kind.Key, occurrence),
    ];
}
