using System.Security.Cryptography;
using Holdfast.ObjectStores;

namespace Holdfast.StoreWriter;

/// <summary>Stores objects until the process is killed, several at a time, and prints the key of each when its put has returned.</summary>
internal static class Endless
{
    private const int AtOnce = 4;
    private const int MaxLength = 2_000_000;

    public static Task RunAsync(IObjectStore store, string staging, int seed) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(writer => Task.Run(() => WriteAsync(store, staging, new Random(seed + writer)))));

    private static async Task WriteAsync(IObjectStore store, string staging, Random random)
    {
        while (true)
        {
            var content = new byte[random.Next(MaxLength)];
            random.NextBytes(content);
            var hash = SHA256.HashData(content);
            var key = $"app/{random.Next(10)}/{Convert.ToHexStringLower(hash)}";
            if (random.Next(3) == 0)
            {
                await store.PutIfAbsentAsync(key, content, CancellationToken.None);
            }
            else
            {
                var path = Path.Join(staging, Guid.NewGuid().ToString("N"));
                await File.WriteAllBytesAsync(path, content);
                await store.PutIfAbsentAsync(key, new StagedFile(path, content.Length, hash), CancellationToken.None);
            }

            Console.WriteLine(key);
        }
    }
}
