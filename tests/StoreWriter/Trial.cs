using System.Security.Cryptography;
using Holdfast.ObjectStores;

namespace Holdfast.StoreWriter;

/// <summary>
/// Stores every file of a directory, lists the store, makes room and stores a small object, and prints how each step went:
/// what it was, its outcome, and details, separated by tabs.
/// </summary>
internal static class Trial
{
    public static async Task RunAsync(IObjectStore store, string staging)
    {
        foreach (var path in Directory.GetFiles(staging).Order(StringComparer.Ordinal))
        {
            var content = await File.ReadAllBytesAsync(path);
            var file = new StagedFile(path, content.Length, SHA256.HashData(content));
            await StepAsync("put", () => store.PutIfAbsentAsync("app/" + Path.GetFileName(path), file, CancellationToken.None));
        }

        var keys = new List<string>();
        await StepAsync("list", async () =>
        {
            await foreach (var item in store.ListAsync("", CancellationToken.None))
            {
                keys.Add(item.Key);
                Console.WriteLine($"item\t{item.Key}\t{item.Length}");
            }
        });
        await StepAsync("delete", () => store.DeleteAsync(keys, CancellationToken.None));
        await StepAsync("again", () => store.PutIfAbsentAsync("app/again", new byte[1000], CancellationToken.None));
    }

    private static async Task StepAsync(string step, Func<Task> action)
    {
        try
        {
            await action();
            Console.WriteLine($"{step}\tdone");
        }
        catch (ObjectStoreException failure)
        {
            Console.WriteLine($"{step}\t{(failure.IsTransient ? "transient" : "permanent")}\t{failure.Message}");
        }
    }
}
