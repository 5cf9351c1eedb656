using System.Diagnostics;

namespace Holdfast.CrashPoints;

/// <summary>Sees transactions of the state database, before and after their commit.</summary>
internal sealed class StateListeners : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private const string Listener = "Microsoft.EntityFrameworkCore";
    private const string Committing = "Microsoft.EntityFrameworkCore.Database.Transaction.TransactionCommitting";
    private const string Committed = "Microsoft.EntityFrameworkCore.Database.Transaction.TransactionCommitted";

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == Listener)
        {
            value.Subscribe(this, (name, _, _) => name is Committing or Committed);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        var within = Activity.Current is { Source.Name: "MassTransit" } activity ? ActivityText.Of(activity) : "no message";
        Reached(value.Key, within);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error) => throw new InvalidOperationException("A listener failed.", error);

    private static void Reached(string name, string within)
    {
        if (name is Committing or Committed)
        {
            Steps.Reached($"{(name == Committing ? "before" : "after")} commit in {within}");
        }
    }
}
