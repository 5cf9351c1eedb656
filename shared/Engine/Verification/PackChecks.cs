using System.Collections.Concurrent;
using System.Text;
using Holdfast.Engine.Backup;
using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Snapshots;
using Holdfast.Engine.Work;

namespace Holdfast.Engine.Verification;

/// <summary>Looks at the packs of a snapshot, several at a time, and notes which are damaged and how much was read.</summary>
internal sealed class PackChecks(VerifyOptions options)
{
    private readonly ConcurrentQueue<VerifyProblem> _problems = [];
    private int _packsRead;
    private long _bytesRead;

    /// <summary>Checks those that the options choose.</summary>
    /// <param name="packs">All of the snapshot.</param>
    /// <param name="check">Told whether all of the pack is to be read; throws what <see cref="IsDamage"/> knows where it is damaged.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task RunAsync(IEnumerable<PackReference> packs, Func<PackReference, bool, CancellationToken, Task> check, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        packs.Where(pack => options.Wanted(pack.Key)),
        new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancellationToken, TaskScheduler = WorkThreads.Shared },
        async (pack, stop) =>
        {
            try
            {
                var whole = IsSampled(pack.Key);
                await check(pack, whole, stop);
                if (whole)
                {
                    Interlocked.Increment(ref _packsRead);
                    Interlocked.Add(ref _bytesRead, pack.Size);
                }
            }
            catch (Exception failure) when (IsDamage(failure))
            {
                Note(pack.Key, failure.Message);
            }

            options.PackDone(pack.Size);
        });

    /// <summary>Notes that an object is not as it must be.</summary>
    public void Note(string key, string what) => _problems.Enqueue(new VerifyProblem(key, what));

    /// <summary>What was found.</summary>
    public VerifyReport Report(Snapshot snapshot, long entries) => new([.. _problems.Distinct()], snapshot.Packs.Count, _packsRead, _bytesRead, entries);

    /// <summary>A pack that is shorter than the range wanted of it may show when it is fetched, before anything of it is read.</summary>
    private static bool IsDamage(Exception failure) => ReusableCatalog.IsDamage(failure) || failure is EndOfStreamException;

    private bool IsSampled(string key)
    {
        var hash = PathHash.Of(new EntryPath(Encoding.UTF8.GetBytes($"{options.SampleSeed} {key}")));
        return hash < Math.Clamp(options.ReadDataShare, 0, 1) * ((double)uint.MaxValue + 1);
    }
}
