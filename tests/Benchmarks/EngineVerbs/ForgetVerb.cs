using Holdfast.Benchmarks.Options;
using Holdfast.Engine.Retention;
using Holdfast.ObjectStores.Sweeps;

namespace Holdfast.Benchmarks.EngineVerbs;

/// <summary>Forgets all but the newest backups and deletes the objects that only they used.</summary>
internal sealed class ForgetVerb(ArgumentReader reader) : EngineVerb(reader)
{
    private readonly int _keep = (int)reader.Number("--keep-last", 30);

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var backups = (await Folder.BackupsAsync(cancellationToken)).Select(timestamp => new KeptBackup(timestamp));
        var request = new SweepRequest
        {
            Expire = RetentionPolicy.KeepLast(_keep).Expired(backups, TimeProvider.System.GetUtcNow()),
            MinimumAge = TimeSpan.Zero, // no other process works here
        };
        var sweep = Folder.Sweep();
        var plan = await sweep.PlanAsync(request, cancellationToken);
        if (plan.Refusal is { } refusal)
        {
            throw new InvalidOperationException(refusal.Message);
        }

        await sweep.DeleteAsync(plan, cancellationToken);
        Console.Error.WriteLine($"{request.Expire.Count} backups and {plan.Deletions.Count} objects of {plan.FreedBytes} bytes removed");
    }
}
