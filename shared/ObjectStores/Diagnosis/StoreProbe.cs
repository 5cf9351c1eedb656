using System.Globalization;
using System.Text;

namespace Holdfast.ObjectStores.Diagnosis;

/// <summary>Takes a store through all that backups need of it, with an object that no namespace can have, and tells what failed.</summary>
/// <remarks>
/// What is refused for want of a right does not end the diagnosis: the other steps tell whether it is this right alone, and whether what
/// is stored there can still be restored.
/// </remarks>
internal sealed class StoreProbe(IProbedStore store, TimeProvider time)
{
    /// <summary>The clouds refuse requests from further away.</summary>
    private static readonly TimeSpan MaxClockDifference = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan NotedClockDifference = TimeSpan.FromMinutes(1);

    /// <summary>A server that answers a request of a few bytes later than this is none to work with.</summary>
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(20);

    private static readonly byte[] Content = Encoding.ASCII.GetBytes("Holdfast tries whether it may write here.");

    private readonly string _key = $"{ObjectKey.Reserved}probe-{Guid.NewGuid():N}";
    private readonly Dictionary<StoreStep, ObjectStoreException> _failures = [];

    public async Task<StoreDiagnosis> RunAsync(CancellationToken cancellationToken)
    {
        await StepsAsync(cancellationToken);
        return _failures.Count == 0 ? Working() : Failed();
    }

    private async Task StepsAsync(CancellationToken cancellationToken)
    {
        var isThere = true;
        if (!await TryAsync(StoreStep.Find, async token => isThere = await store.FindAsync(token), cancellationToken) && !IsDenied(StoreStep.Find))
        {
            return;
        }

        if (!isThere && !await TryAsync(StoreStep.Create, store.CreateAsync, cancellationToken))
        {
            return;
        }

        var stored = await TryAsync(StoreStep.Put, token => store.PutAsync(_key, Content, token), cancellationToken);
        if (!stored && !IsDenied(StoreStep.Put))
        {
            return;
        }

        await TryAsync(StoreStep.Get, token => ReadAsync(stored, token), cancellationToken);
        if (!_failures.ContainsKey(StoreStep.Find))
        {
            await TryAsync(StoreStep.List, token => ListAsync(stored, token), cancellationToken);
        }

        if (stored)
        {
            await TryAsync(StoreStep.Delete, token => store.DeleteAsync(_key, token), cancellationToken);
        }
    }

    private async Task ReadAsync(bool stored, CancellationToken cancellationToken)
    {
        var read = await store.GetAsync(_key, cancellationToken);
        if (stored && (read is null || !read.AsSpan().SequenceEqual(Content)))
        {
            throw new ObjectStoreException(
                $"'{store.Location}' {(read is null ? "does not find" : "gives other bytes for")} an object that was stored a moment ago.", false, _key)
            {
                Hint = "Do not use this store: it does not keep what it is given.",
            };
        }
    }

    private async Task ListAsync(bool stored, CancellationToken cancellationToken)
    {
        if (!await store.IsListedAsync(_key, cancellationToken) && stored)
        {
            throw new ObjectStoreException($"A listing of '{store.Location}' lacks an object that was stored a moment ago.", false, _key)
            {
                Hint = "Do not use this store: listings must show at once what was stored.",
            };
        }
    }

    private async Task<bool> TryAsync(StoreStep step, Func<CancellationToken, Task> call, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(StepLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await call(either.Token);
            return true;
        }
        catch (ObjectStoreException failure)
        {
            _failures[step] = failure;
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            _failures[step] = new ObjectStoreException(
                $"'{store.Location}' does not answer within {StepLimit.TotalSeconds:0} s.", true, cause: late)
            {
                Hint = "Check the address, the network and its firewalls, and the server.",
            };
        }

        return false;
    }

    private bool IsDenied(StoreStep step) => _failures.TryGetValue(step, out var failure) && failure.IsDenied;

    private StoreDiagnosis Working()
    {
        const string Works = "Objects can be stored, read, listed and deleted in";
        if (store.ClockDifference is not { } difference || difference.Duration() < NotedClockDifference)
        {
            return new StoreDiagnosis(true, StoreStep.Clock, $"{Works} '{store.Location}'.", "");
        }

        return difference.Duration() <= MaxClockDifference
            ? new StoreDiagnosis(true, StoreStep.Clock, $"{Works} '{store.Location}'. {Clocks(difference)}", "Set the clock (NTP) before the difference grows.")
            : new StoreDiagnosis(
                false, StoreStep.Clock, $"{Clocks(difference)} That is too far apart: requests are refused, and the age of objects is misjudged.", "Set the clock (NTP).");
    }

    private StoreDiagnosis Failed()
    {
        var (step, failure) = _failures.OrderBy(item => item.Key).First();
        if (step == StoreStep.Find && failure.IsDenied && !_failures.ContainsKey(StoreStep.Put))
        {
            step = StoreStep.List; // it was looked up by listing, and only that is refused
        }

        List<string> message = [failure.Finding];
        if (step == StoreStep.Create)
        {
            message.Insert(0, $"The {store.Place} '{store.Location}' does not exist.");
        }

        if (_failures.Count > 1)
        {
            message.Add($"{(_failures.Values.All(one => one.IsDenied) ? "Refused" : "Failed")} in all: {string.Join(", ", _failures.Keys.Order().Select(Verb).Distinct())}.");
            message.AddRange([.. _failures.Values.Where(one => !one.IsDenied).Select(one => one.Finding).Except(message)]);
        }
        else if (step == StoreStep.Put && failure.IsDenied)
        {
            message.Add("It can be listed: backups that are there may still be restored, but none can be made.");
        }

        if (_failures.ContainsKey(StoreStep.Delete))
        {
            message.Add($"The probe '{_key}' stays there.");
        }

        if (store.ClockDifference is { } difference && difference.Duration() >= NotedClockDifference)
        {
            message.Add(Clocks(difference));
        }

        return new StoreDiagnosis(false, step, string.Join(' ', message), failure.Hint);
    }

    private static string Verb(StoreStep step) => step switch
    {
        StoreStep.Find or StoreStep.List => "listing",
        StoreStep.Create => "creating",
        StoreStep.Put => "storing",
        StoreStep.Get => "reading",
        _ => "deleting",
    };

    private static string Clocks(TimeSpan difference) => string.Create(
        CultureInfo.InvariantCulture,
        $"This machine's clock is {Math.Max(1, difference.Duration().TotalMinutes):0} minutes {(difference < TimeSpan.Zero ? "ahead of" : "behind")} the server's.");
}
