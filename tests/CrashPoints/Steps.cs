using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Holdfast.CrashPoints;

/// <summary>
/// Sees what the process does from the outside: messages sent and consumed, transactions of the state database, statements to PostgreSQL,
/// changes of files. At the ordered one the process kills itself, before anything else happens on that thread.
/// </summary>
internal static partial class Steps
{
    private const int SigKill = 9;
    private static readonly Lock Gate = new();
    private static readonly List<IDisposable> Kept = [];
    private static string _folder = "";
    private static CrashOrder? _order;
    private static int _seen;

    public static void Watch()
    {
        _folder = Environment.GetEnvironmentVariable(CrashOrder.FolderVariable) ?? "";
        if (_folder.Length == 0)
        {
            return;
        }

        var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "MassTransit" or "Npgsql",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => Reached($"after {ActivityText.Of(activity)}"),
        };
        ActivitySource.AddActivityListener(activities);
        Kept.Add(activities);
        Kept.Add(DiagnosticListener.AllListeners.Subscribe(new StateListeners()));
        foreach (var watched in (Environment.GetEnvironmentVariable(CrashOrder.WatchedVariable) ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            Kept.Add(FileSteps.Watch(watched));
        }
    }

    /// <summary>A step is about to be done, or was done.</summary>
    internal static void Reached(string step)
    {
        step = Ids().Replace(step, "*");
        lock (Gate)
        {
            if (CrashOrder.Take(_folder) is { } order)
            {
                (_order, _seen) = (order, 0);
            }

            if (_order is null)
            {
                return;
            }

            File.AppendAllText(CrashOrder.NotesOf(_folder), step + "\n");
            if ((_order.Step.Length == 0 || _order.Step == step) && ++_seen == _order.Occurrence)
            {
                _ = Kill(Environment.ProcessId, SigKill); // does not return
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    /// <summary>What differs from one run to the next.</summary>
    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{12,}|[0-9]+")]
    private static partial Regex Ids();
}
