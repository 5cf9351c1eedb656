using Holdfast.CrashPoints;

namespace Holdfast.EndToEnd.Tests.Kills;

/// <summary>At which of the recorded steps to die.</summary>
internal static class CrashPlan
{
    private const string Full = "HOLDFAST_FULL_TESTS";

    private static bool IsFull => Environment.GetEnvironmentVariable(Full) == "1";

    /// <summary>
    /// Each kind of step: the first one, and the one of the component in the middle, since half of them through is the hardest to bring
    /// to all old or all new. Without <c>./test --full</c> a few of them, from the beginning to the end of the operation.
    /// </summary>
    /// <param name="steps">The steps of the operation, in order.</param>
    /// <param name="few">How many are tried when only the short tests run: a process is killed and started again for each.</param>
    public static IReadOnlyList<CrashOrder> For(IEnumerable<string> steps, int few)
    {
        CrashOrder[] all =
        [
            .. from step in steps
               group step by step into kind
               from occurrence in new[] { 1, (kind.Count() + 1) / 2 }.Distinct()
               select new CrashOrder(kind.Key, occurrence),
        ];
        return IsFull || all.Length <= few ? all : [.. Enumerable.Range(0, few).Select(i => all[((2 * i) + 1) * all.Length / (2 * few)])];
    }
}
