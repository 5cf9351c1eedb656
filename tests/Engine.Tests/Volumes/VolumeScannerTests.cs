using System.Text;

using CsCheck;

using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes;
using Holdfast.Engine.Volumes.Native;

using Xunit;

namespace Holdfast.Engine.Tests.Volumes;

public sealed class VolumeScannerTests : IDisposable
{
    private readonly TemporaryVolume _volume = new();

    [Fact]
    public async Task An_empty_volume_is_its_root()
    {
        var root = Assert.Single(await _volume.ScanAsync());
        Assert.True(root.Path.IsRoot);
        Assert.Equal(EntryKind.Directory, root.Metadata.Kind);
    }

    [Fact]
    public async Task A_directory_stands_directly_before_its_content()
    {
        foreach (var directory in new[] { "a", "a/b", "a-b", "a.b" })
        {
            _volume.MakeDirectory(directory);
        }

        foreach (var file in new[] { "a/b/z", "a/b!", "a/c", "a-b/x", "A", "a0", "long-name-2", "long-name-1", "long-nam" })
        {
            _volume.MakeFile(file);
        }

        var paths = (await _volume.ScanAsync()).Select(entry => entry.Path.ToString());

        Assert.Equal(
            ["", "A", "a", "a/b", "a/b/z", "a/b!", "a/c", "a-b", "a-b/x", "a.b", "a0", "long-nam", "long-name-1", "long-name-2"], paths);
    }

    [Fact]
    public async Task Names_need_not_be_text()
    {
        var odd = _volume.MakeFile(new EntryPath([0xff, 0xfe, (byte)'\n', 0x80, (byte)' ']));
        var below = _volume.MakeFile(_volume.MakeDirectory(new EntryPath([0xc3])).Child([1, 2, 3]));

        var paths = (await _volume.ScanAsync()).Select(entry => entry.Path);

        Assert.Equal([EntryPath.Root, new EntryPath([0xc3]), below, odd], paths);
    }

    [Fact]
    public async Task Paths_may_be_longer_than_one_system_call_takes()
    {
        var deep = _volume.MakeDeepDirectory(9000);
        var file = _volume.MakeFile(deep.Child("file"u8), "deep");

        var entries = await _volume.ScanAsync();

        Assert.Equal(file, entries[^1].Path);
        Assert.True(file.Bytes.Length > 9000);
        Assert.Equal(4, entries[^1].Metadata.Size);
    }

    [Fact]
    public async Task Each_entry_is_what_its_own_inspection_says()
    {
        var file = _volume.MakeFile(_volume.MakeDirectory("directory").Child("file"u8), "content");
        _volume.MakeHardLink("second", file);
        _volume.MakeSymlink("dangling", "/nowhere");
        _volume.MakeNode("fifo", StatxBuffer.FifoType | 0x180);
        _volume.MakeNode("socket", StatxBuffer.SocketType | 0x180);

        var entries = await _volume.ScanAsync();

        Assert.Equal(
            [EntryKind.Directory, EntryKind.Symlink, EntryKind.Directory, EntryKind.File, EntryKind.Fifo, EntryKind.File, EntryKind.Socket],
            entries.Select(entry => entry.Metadata.Kind));
        Assert.All(entries, entry =>
        {
            var own = _volume.Root.Inspect(entry.Path);
            Assert.Equal((own.Metadata, own.Device, own.Links, own.Blocks), (entry.Metadata, entry.Device, entry.Links, entry.Blocks));
        });
    }

    [Fact]
    public Task Order_is_that_of_sorted_paths_for_any_tree() =>
        Trees.SampleAsync(
            async paths =>
            {
                using var volume = new TemporaryVolume();
                var expected = new SortedSet<EntryPath> { EntryPath.Root };
                foreach (var path in paths)
                {
                    Build(volume, expected, path);
                }

                var options = new ScanOptions { Workers = 1 + (paths.Length % 4), LookAhead = 1 + paths.Length, BatchSize = 1 + (paths.Length % 7) };
                Assert.Equal(expected, (await volume.ScanAsync(options)).Select(entry => entry.Path));
                Assert.Equal(expected.Count, options.Counts.Entries);
            },
            iter: 60);

    [Fact]
    public async Task What_is_ready_ahead_of_the_caller_is_bounded()
    {
        const int Flat = 20_000;
        var wide = _volume.MakeDirectory("wide");
        for (var i = 0; i < Flat; i++)
        {
            _volume.MakeFile(wide.Child(Encoding.ASCII.GetBytes($"{i:d6}")));
        }

        for (var i = 0; i < 300; i++)
        {
            _volume.MakeFile(_volume.MakeDirectory($"many-{i:d3}").Child("file"u8));
        }

        var options = new ScanOptions { LookAhead = 1000, Workers = 4 };
        var entries = await _volume.ScanAsync(options);

        Assert.Equal(1 + 1 + Flat + 600, entries.Count);
        Assert.InRange(options.Counts.MostHeld, 1, 1000 + (4 * 256));
    }

    [Fact]
    public async Task A_flat_directory_comes_in_batches_before_all_of_it_is_inspected()
    {
        for (var i = 0; i < 5000; i++)
        {
            _volume.MakeFile($"{i:d5}");
        }

        var options = new ScanOptions { LookAhead = 300, Workers = 2, BatchSize = 100 };
        await using var batches = VolumeScanner.ScanAsync(_volume.Root, options, TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await batches.MoveNextAsync());
        Assert.Equal(100, batches.Current.Length);
        foreach (var name in Directory.GetFiles(_volume.DirectoryPath))
        {
            File.Delete(name);
        }

        var seen = 100;
        while (await batches.MoveNextAsync())
        {
            seen += batches.Current.Length;
        }

        // What was inspected before the files went away is given; what was only listed is counted.
        Assert.InRange(seen, 100, 100 + 300 + (3 * 256));
        Assert.Equal(5001, seen + options.Counts.Vanished);
    }

    [Fact]
    public async Task Excluded_entries_are_left_out_with_their_content()
    {
        _volume.MakeFile(_volume.MakeDirectory(".holdfast").Child("inner"u8));
        _volume.MakeFile("kept");

        var options = new ScanOptions { Excludes = path => path.Name.SequenceEqual(".holdfast"u8) };

        Assert.Equal(["", "kept"], (await _volume.ScanAsync(options)).Select(entry => entry.Path.ToString()));
        Assert.Equal(1, options.Counts.Excluded);
    }

    [Fact]
    public async Task Cancelling_ends_the_scan()
    {
        _volume.MakeFile("file");
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var batch in VolumeScanner.ScanAsync(_volume.Root, new ScanOptions { BatchSize = 1 }, cancelled.Token))
            {
                Assert.NotEmpty(batch);
            }
        });
    }

    public void Dispose() => _volume.Dispose();

    private static readonly Gen<byte> NameByte = Gen.OneOf(Gen.Byte[0x2d, 0x30], Gen.Byte[(byte)'a', (byte)'c'], Gen.Byte);

    private static readonly Gen<byte[]> Rest = NameByte.Where(value => value is not 0 and not (byte)'/').Array[1, 12];

    /// <summary>Many begin alike, on both sides of the eight bytes that the scanner compares at once.</summary>
    private static readonly Gen<byte[]> Name = Gen.Select(
        Gen.Int[0, 3].Select(i => new[] { "", "alike-7", "alike--8", "alike, and longer" }[i]), Rest, (start, rest) => (byte[])[.. Encoding.ASCII.GetBytes(start), .. rest]);

    private static readonly Gen<byte[][][]> Trees = Name.Array[1, 5].Array[0, 40];

    /// <summary>Makes the directories of a path and a file at its end, as far as what stands there already allows.</summary>
    private static void Build(TemporaryVolume volume, SortedSet<EntryPath> expected, byte[][] names)
    {
        var path = EntryPath.Root;
        foreach (var name in names)
        {
            var child = path.Child(name);
            if (!child.IsSafe || (!path.IsRoot && volume.Root.Stat(path).Kind != EntryKind.Directory))
            {
                return;
            }

            if (expected.Add(child))
            {
                _ = name == names[^1] ? volume.MakeFile(child) : volume.MakeDirectory(child);
            }

            path = child;
        }
    }
}
