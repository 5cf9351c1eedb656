using Holdfast.CrashPoints;

namespace Holdfast.EndToEnd.Tests.Kills;

/// <summary>At which of the recorded steps to die.</summary>
/// <param name="Orders">In the order in which to try them.</param>
/// <param name="Deaths">Enough is tried after so many deaths: not every step comes each time.</param>
internal sealed record CrashPlan(IReadOnlyList<CrashOrder> Orders, int Deaths)
{
    private const string Full = "HOLDFAST_FULL_TESTS";

    private static bool IsFull => Environment.GetEnvironmentVariable(Full) == "1";

    /// <summary>
    /// Each kind of step: the first one, and the one of the component in the middle, since half of them through is the hardest to bring
    /// to all old or all new. Without <c>./test --full</c> a few of them, from the beginning to the end of the operation.
    /// </summary>
    /// <param name="steps">The steps of the operation, in order.</param>
    /// <param name="few">How many deaths there are when only the short tests run: a process is killed and started again for each.</param>
    public static CrashPlan For(IEnumerable<string> steps, int few)
    {
        CrashOrder[] all =
        [
            .. from step in steps
               group step by step into kind
               from occurrence in new[] { 1, (kind.Count() + 1) / 2 }.Distinct()
               select new CrashOrder(kind.Key, occurrence),
        ];
        if (IsFull || all.Length <= few)
        {
            return new CrashPlan(all, all.Length);
        }

        // For each place from the beginning to the end, then the one after it, and so on: all of them at last.
        var stretch = (all.Length + few - 1) / few;
        var spread = from after in Enumerable.Range(0, stretch)
                     from place in Enumerable.Range(0, few)
                     select all[((((2 * place) + 1) * all.Length / (2 * few)) + after) % all.Length];
        return new CrashPlan([.. spread.Distinct()], few);
    }
}
