using Holdfast.CrashPoints;

namespace Holdfast.EndToEnd.Tests.Kills;

/// <summary>At which of the recorded steps to die.</summary>
internal static class CrashPlan
{
    private const string Full = "HOLDFAST_FULL_TESTS";

    /// <summary>How many steps are tried when only the short tests run: a process is killed and started again for each.</summary>
    private const int Few = 6;

    private static bool IsFull => Environment.GetEnvironmentVariable(Full) == "1";

    /// <summary>
    /// Each kind of step: the first one, and the one of the component in the middle, since half of them through is the hardest to bring
    /// to all old or all new. Without <c>./test --full</c> a few of them, from the beginning to the end of the operation.
    /// </summary>
    public static IReadOnlyList<CrashOrder> For(IEnumerable<string> steps)
    {
        CrashOrder[] all =
        [
            .. from step in steps
               group step by step into kind
               from occurrence in new[] { 1, (kind.Count() + 1) / 2 }.Distinct()
               select new CrashOrder(kind.Key, occurrence),
        ];
        return IsFull || all.Length <= Few ? all : [.. Enumerable.Range(0, Few).Select(i => all[((2 * i) + 1) * all.Length / (2 * Few)])];
    }
}
