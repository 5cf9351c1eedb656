using System.Diagnostics;
using Holdfast.Engine.Backup;
using Holdfast.Engine.Snapshots;
using Holdfast.ObjectStores.Directories;
using Holdfast.TestServers.Sources;
using Xunit;

namespace Holdfast.Engine.Tests.Pipelines;

/// <summary>The script of docs/format.md gets files out of a repository without Holdfast.</summary>
public sealed class ByHandTests
{
    // A catalog line holds a thousand parts; a longer list is split.
    private const int PartsInLine = 1000;

    private static readonly (string Program, string Package)[] Tools = [("jq", "jq"), ("dd", "coreutils"), ("zstd", "zstd"), ("dash", "dash")];

    [Theory]
    [InlineData("sh", "long list")]
    [InlineData("dash", "many chunks")]
    public async Task The_script_of_the_format_document_gets_every_kind_of_file_out(string shell, string longest)
    {
        AssertToolsAreThere();
        var folder = Directory.CreateTempSubdirectory("holdfast-byhand-").FullName;
        try
        {
            var store = new DirectoryStore(Path.Combine(folder, "store"));
            store.CreateRoot();
            using var repository = await RepositoryFixture.CreateAsync(store: store);
            CreateTree(repository.Volume);
            var first = await CommittedAsync(repository, parent: null);
            File.WriteAllText(Path.Combine(repository.Volume, "small/07"), "changed since");
            var second = await CommittedAsync(repository, first.SnapshotKey);
            Assert.True(second.Stats.UnchangedFiles > 40);
            Assert.True(await PartsOfAsync(repository, second.SnapshotKey, "long list") > PartsInLine, "The content list was to be split.");

            var script = Path.Combine(folder, "by-hand.sh");
            File.WriteAllText(script, Script());
            var timestamp = second.SnapshotKey.Split('/')[0];
            foreach (var path in new[] { "small/06", "small/07", "empty", "sparse", longest, "naïve \"quoted\".txt" })
            {
                var bytes = Output(shell, script, Path.Combine(store.Location, RepositoryFixture.Namespace), timestamp, "volume/gitserver", path);
                Assert.True(File.ReadAllBytes(Path.Combine(repository.Volume, path)).AsSpan().SequenceEqual(bytes), $"'{path}' differs.");
            }
        }
        finally
        {
            SampleTree.Remove(folder);
        }
    }

    private static void AssertToolsAreThere()
    {
        var folders = Environment.GetEnvironmentVariable("PATH")!.Split(':');
        foreach (var (program, package) in Tools)
        {
            Assert.True(
                folders.Any(folder => File.Exists(Path.Combine(folder, program))),
                $"This test needs {program}: install the Debian package {package} (apt-get install {package}).");
        }
    }

    private static void CreateTree(string root)
    {
        var random = new Random(51);
        Directory.CreateDirectory(Path.Combine(root, "small"));
        for (var i = 0; i < 50; i++)
        {
            Write($"small/{i:d2}", random.Next(10, 900), compressible: true);
        }

        Write("empty", 0);
        Write("many chunks", 90_000);
        Write("naïve \"quoted\".txt", 5_000, compressible: true);
        using (var list = new FileStream(Path.Combine(root, "long list"), FileMode.CreateNew))
        {
            // Holes between them: so many parts in few bytes.
            for (var i = 0; i <= PartsInLine / 2; i++)
            {
                list.Position = i * 16L << 10;
                list.Write(SampleTree.Content(random, 500, compressible: true));
            }
        }

        Write("sparse", 20_000);
        SampleTree.Run("truncate", "-s", "3M", Path.Combine(root, "sparse"));
        using var sparse = new FileStream(Path.Combine(root, "sparse"), FileMode.Open);
        sparse.Position = 2 << 20;
        sparse.Write([1, 2, 3]);

        void Write(string name, int length, bool compressible = false) =>
            File.WriteAllBytes(Path.Combine(root, name), SampleTree.Content(random, length, compressible));
    }

    private static async Task<BackupResult> CommittedAsync(RepositoryFixture repository, string? parent)
    {
        var request = repository.Request(parent, RepositoryFixture.SmallOptions);
        var result = await repository.BackUpAsync(request);
        await repository.CommitAsync(request, result);
        return result;
    }

    private static async Task<int> PartsOfAsync(RepositoryFixture repository, string snapshotKey, string path)
    {
        var stop = TestContext.Current.CancellationToken;
        var snapshot = await SnapshotReader.OpenAsync(repository.Source, repository.Repository, snapshotKey, stop);
        await foreach (var entries in snapshot.Catalog.ReadEntriesAsync(stop))
        {
            if (entries.FirstOrDefault(entry => entry.Path.ToString() == path) is { } found)
            {
                return found.Content.Count;
            }
        }

        throw new InvalidOperationException($"The snapshot has no '{path}'.");
    }

    /// <summary>What stands between the mark and the end of its fence.</summary>
    private static string Script()
    {
        var document = File.ReadAllText(Path.Combine(SourceFolder.Root, "docs", "format.md"));
        var from = document.IndexOf("<!-- test: by-hand -->\n```sh\n", StringComparison.Ordinal);
        Assert.True(from >= 0, "docs/format.md has no script marked as test: by-hand.");
        from = document.IndexOf("#!", from, StringComparison.Ordinal);
        return document[from..(document.IndexOf("\n```", from, StringComparison.Ordinal) + 1)];
    }

    private static byte[] Output(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        var errors = error.GetAwaiter().GetResult();
        Assert.True(process.ExitCode == 0 && errors.Length == 0, $"{program} ended with {process.ExitCode}: {errors}");
        return output.ToArray();
    }
}
