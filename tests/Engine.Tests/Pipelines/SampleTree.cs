using System.Diagnostics;

namespace Holdfast.Engine.Tests.Pipelines;

/// <summary>A small tree with every kind of entry, sizes on both sides of every limit, and odd names.</summary>
internal static class SampleTree
{
    public static void Create(string root, int seed)
    {
        var random = new Random(seed);
        Directory.CreateDirectory(root);
        foreach (var directory in new[] { "a", "a/deep/er", "a.b", "empty", "many" })
        {
            Directory.CreateDirectory(Path.Combine(root, directory));
        }

        Write("a/zero", 0);
        Write("a/one", 1);
        Write("a/small text.txt", 5_000, compressible: true);
        Write("a.b/limit", 512 << 10);
        Write("a.b/over the limit", (512 << 10) + 1);
        Write("a/deep/er/large", 9_000_000);
        Write("a/deep/er/large text", 6_000_000, compressible: true);
        Write("naïve \"quoted\"\\\n+%.txt", 300);
        for (var i = 0; i < 300; i++)
        {
            Write($"many/file-{i:d4}", random.Next(1, 20_000), compressible: i % 2 == 0);
        }

        File.Copy(Path.Combine(root, "many/file-0001"), Path.Combine(root, "many/copy of 1"));
        File.CreateSymbolicLink(Path.Combine(root, "link"), "a/one");
        File.CreateSymbolicLink(Path.Combine(root, "dangling"), "/nowhere/at all");
        Run("ln", Path.Combine(root, "a/one"), Path.Combine(root, "z-second-name"));
        Run("mkfifo", Path.Combine(root, "pipe"));
        Run("truncate", "-s", "20M", Path.Combine(root, "sparse"));
        using (var sparse = new FileStream(Path.Combine(root, "sparse"), FileMode.Open))
        {
            sparse.Position = 12 << 20;
            sparse.Write(new byte[] { 1, 2, 3 });
        }

        Run("chmod", "6755", Path.Combine(root, "a/small text.txt"));
        Run("setfattr", "-n", "user.comment", "-v", "kept", Path.Combine(root, "a/one"));
        Run("touch", "-d", "1965-04-03T02:01:00.123456789Z", Path.Combine(root, "a/deep/er/large"));
        Run("touch", "-d", "2001-02-03T04:05:06.700000001Z", Path.Combine(root, "empty"));

        void Write(string name, int length, bool compressible = false) =>
            File.WriteAllBytes(Path.Combine(root, name), Content(random, length, compressible));
    }

    public static byte[] Content(Random random, int length, bool compressible)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        if (compressible)
        {
            for (var i = 0; i < length; i++)
            {
                bytes[i] = (byte)"etaoin shrdlu\n"[bytes[i] % 14];
            }
        }

        return bytes;
    }

    /// <summary>Removes a tree; .NET's own deletion stops at names that are not UTF-8.</summary>
    public static void Remove(string path) => Run("rm", "-rf", path);

    public static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} failed: {error}");
    }
}
