using Holdfast.ObjectStores.Diagnosis;
using Holdfast.ObjectStores.Directories;
using Holdfast.StoreWriter;

// A process that writes to a directory store while its tests kill it or take something away from it.
var store = new DirectoryStore(args[1]);
await (args[0] switch
{
    "endless" => Endless.RunAsync(store, args[2], int.Parse(args[3], System.Globalization.CultureInfo.InvariantCulture)),
    "diagnose" => PrintAsync(await store.DiagnoseAsync(TimeProvider.System, CancellationToken.None)),
    "trial" => Trial.RunAsync(store, args[2]),
    _ => throw new ArgumentException($"Unknown command '{args[0]}'."),
});

static Task PrintAsync(StoreDiagnosis found)
{
    Console.WriteLine($"{found.Ok}\t{found.Step}\t{found.Message}\t{found.Hint}");
    return Task.CompletedTask;
}
