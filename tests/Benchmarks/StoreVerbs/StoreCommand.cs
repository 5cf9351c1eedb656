using System.Runtime.InteropServices;
using Holdfast.Benchmarks.Options;
using Holdfast.ObjectStores.Namespaces;
using Holdfast.ObjectStores.Retries;
using Holdfast.ObjectStores.S3;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Benchmarks.StoreVerbs;

/// <summary>A small command over the S3 store, so that it can be measured as a whole process like its peers.</summary>
/// <remarks>It calls the store as the uploader does, with as many requests at once as a worker's backup and restore make.</remarks>
internal static class StoreCommand
{
    private const string Namespace = "bench";
    private const string Folder = "2020-01-01t00-00-00/volume/packs/run/";

    /// <summary>Runs <c>put</c> or <c>get</c> to its end. Credentials come from the environment, as its peers take them.</summary>
    /// <exception cref="UsageException">There is no such verb, or its options are wrong.</exception>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var reader = new ArgumentReader(arguments);
        var verb = reader.Word();
        var (folder, parallel) = (reader.Text("--folder"), (int)reader.Number("--parallel", 4));
        using var bucket = new S3Store(
            new S3StoreOptions { BucketName = reader.Text("--bucket"), Endpoint = new Uri(reader.Text("--endpoint")), Region = "us-east-1", ForcePathStyle = true },
            TimeProvider.System);
        reader.End();
        var store = new NamespaceStore(
            new RetryingStore(bucket, new RetryOptions(), TimeProvider.System, NullLogger<RetryingStore>.Instance), Namespace);
        var limits = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = stop.Token };
        await (verb switch
        {
            "put" => PutAsync(store, bucket, folder, limits),
            "get" => GetAsync(store, folder, limits),
            _ => throw new UsageException($"store: there is no verb '{verb}', only: put, get"),
        });
        return 0;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    private static async Task PutAsync(NamespaceStore store, S3Store bucket, string folder, ParallelOptions limits)
    {
        await bucket.PrepareAsync(limits.CancellationToken);
        await Parallel.ForEachAsync(PackFolder.Read(folder), limits, async (file, token) =>
            await store.PutIfAbsentAsync(Folder + Path.GetFileName(file.Path), file, token));
    }

    private static async Task GetAsync(NamespaceStore store, string folder, ParallelOptions limits)
    {
        var fetch = new PackedFetch(store, new FetchOptions());
        await Parallel.ForEachAsync(store.ListAsync(Folder, limits.CancellationToken), limits, async (item, token) =>
            await fetch.RunAsync(item, null, Path.Combine(folder, Path.GetFileName(item.Key)), token));
    }
}
