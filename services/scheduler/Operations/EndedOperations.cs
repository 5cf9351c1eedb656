using Holdfast.State.Database;
using Holdfast.State.Monitoring;
using Holdfast.State.Operations;

namespace Holdfast.Scheduler.Operations;

/// <summary>Counts each operation when it ends, in the transaction of its end.</summary>
internal static class EndedOperations
{
    public const string Backup = "backup";

    public const string Restore = "restore";

    public const string DryRun = "dry-run";

    public const string Drill = "drill";

    public const string Undo = "undo";

    /// <summary>Counts.</summary>
    /// <param name="db">Of the transaction.</param>
    /// <param name="saga">Its error says how it ended.</param>
    /// <param name="kind">One of those here.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public static async Task CountAsync(HoldfastDb db, OperationState saga, string kind, CancellationToken cancellationToken)
    {
        var outcome = saga.Error is null ? "success" : saga.Cancelled ? "cancelled" : "failed";
        var cause = outcome == "failed" ? NameOf(saga.Cause) : "";
        if (await db.OperationTotals.FindAsync([saga.Namespace, kind, outcome, cause], cancellationToken) is not { } total)
        {
            total = new OperationTotal { Namespace = saga.Namespace, Kind = kind, Outcome = outcome, Cause = cause };
            db.Add(total);
        }

        total.Count++;
    }

    private static string NameOf(FailureCause? cause) => cause switch
    {
        FailureCause.Components => "components",
        FailureCause.Database => "database",
        FailureCause.Volume => "volume",
        FailureCause.Store => "store",
        FailureCause.NoAnswer => "no-answer",
        _ => "other",
    };
}
