using System.Diagnostics;
using Holdfast.Engine.Objects;
using Holdfast.ObjectStores.Directories;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Directories;

/// <summary>A directory is open to everybody: what stands in it that no store put there must not make a listing wrong.</summary>
public sealed class DirectoryStoreListingTests : IDisposable
{
    private readonly TemporaryDirectory _root = new();
    private readonly DirectoryStore _store;

    public DirectoryStoreListingTests() => _store = new DirectoryStore(_root.Path);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task A_missing_root_is_a_failure_of_every_call_and_is_not_made_on_the_way()
    {
        using var staging = new TemporaryDirectory();
        var path = Path.Join(staging.Path, "file");
        await File.WriteAllBytesAsync(path, [], Token);
        var store = new DirectoryStore(Path.Join(_root.Path, "none"));

        await FailsAsync(() => store.ListAsync("", Token).ToListAsync(Token).AsTask());
        await FailsAsync(() => store.ListAsync("app/", Token).ToListAsync(Token).AsTask());
        await FailsAsync(() => store.ListPrefixesAsync("", Token).ToListAsync(Token).AsTask());
        await FailsAsync(() => store.HeadAsync("app/a", Token));
        await FailsAsync(() => store.GetAsync("app/a", 1, Token));
        await FailsAsync(() => store.ReadAsync("app/a", 0, new byte[1], Token));
        await FailsAsync(() => store.PutIfAbsentAsync("app/a", new byte[1], Token));
        await FailsAsync(() => store.PutIfAbsentAsync("app/a", new StagedFile(path, 0, new byte[32]), Token));
        await FailsAsync(() => store.DeleteAsync(["app/a"], Token));
        Assert.False(Directory.Exists(store.Location));

        store.CreateRoot();
        await store.PutIfAbsentAsync("app/a", new byte[1], Token);
    }

    [Fact]
    public void A_root_that_is_a_file_is_refused()
    {
        var path = Path.Join(_root.Path, "file");
        File.WriteAllText(path, "");

        Assert.Throws<ObjectStoreException>(() => new DirectoryStore(path).CreateRoot());
        Assert.Throws<ObjectStoreException>(() => new DirectoryStore(Path.Join(path, "below")).CreateRoot());
    }

    [Fact]
    public async Task Unfinished_files_and_empty_directories_are_no_objects()
    {
        await _store.PutIfAbsentAsync("app/a/b", new byte[1], Token);
        await File.WriteAllTextAsync(Path.Join(_root.Path, ".holdfast-incoming", "cafe"), "unfinished", Token);
        Directory.CreateDirectory(Path.Join(_root.Path, "app/empty/deep"));
        Directory.CreateDirectory(Path.Join(_root.Path, "lost+found"));
        await File.WriteAllTextAsync(Path.Join(_root.Path, "app/.nfs000000000000abcd00000001"), "still open", Token);

        Assert.Equal(["app/a/b"], await KeysAsync());
        Assert.Equal(["app/"], await _store.ListPrefixesAsync("", Token).ToListAsync(Token));
        Assert.Equal(["app/a/"], await _store.ListPrefixesAsync("app/", Token).ToListAsync(Token));
    }

    [Fact]
    public async Task What_is_no_file_fails_the_listing()
    {
        await _store.PutIfAbsentAsync("app/a", new byte[1], Token);
        var link = Path.Join(_root.Path, "app/link");
        File.CreateSymbolicLink(link, "a");
        Assert.Contains("app/link", await ListingFailureAsync(), StringComparison.Ordinal);
        File.Delete(link);
        Directory.CreateSymbolicLink(link, _root.Path);
        Assert.Contains("app/link", await ListingFailureAsync(), StringComparison.Ordinal);
        Directory.Delete(link);
        File.CreateSymbolicLink(link, "nowhere");
        Assert.Contains("app/link", await ListingFailureAsync(), StringComparison.Ordinal);
        File.Delete(link);
        await ShellAsync("mkfifo app/link");
        Assert.Contains("app/link", await ListingFailureAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("printf x > \"$(printf 'bad\\377name')\"")]
    [InlineData("mkdir \"$(printf 'bad\\377name')\" && echo x > \"$(printf 'bad\\377name')/object\"")]
    public async Task A_name_that_is_not_UTF8_fails_the_listing(string script)
    {
        await ShellAsync(script);

        var failure = await ListingFailureAsync();
        await ShellAsync("rm -r bad*");
        Assert.Contains("not UTF-8", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_root_that_changes_during_the_listing_fails_it()
    {
        await _store.PutIfAbsentAsync("app/a", new byte[1], Token);
        await _store.PutIfAbsentAsync("app/b/c", new byte[1], Token);
        var moved = _root.Path + "-moved";

        var failure = await Assert.ThrowsAsync<ObjectStoreException>(async () =>
        {
            await foreach (var item in _store.ListAsync("", Token))
            {
                if (item.Key == "app/a")
                {
                    Directory.Move(_root.Path, moved);
                    Directory.CreateDirectory(_root.Path);
                }
            }
        });

        Directory.Delete(moved, recursive: true);
        Assert.Contains("not complete", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_the_last_object_of_a_directory_removes_it_but_never_the_root()
    {
        await _store.PutIfAbsentAsync("app/1/db/a/run/00001.pack", new byte[1], Token);
        await _store.PutIfAbsentAsync("app/2/manifest.json", new byte[1], Token);

        await _store.DeleteAsync(["app/1/db/a/run/00001.pack"], Token);
        Assert.Equal(["2"], Directory.GetDirectories(Path.Join(_root.Path, "app")).Select(Path.GetFileName));

        await _store.DeleteAsync(["app/2/manifest.json"], Token);
        Assert.False(Directory.Exists(Path.Join(_root.Path, "app")));
        Assert.True(Directory.Exists(_root.Path));
    }

    [Fact]
    public async Task A_source_reads_objects_where_they_lie()
    {
        await _store.PutIfAbsentAsync("app/a", new byte[] { 1, 2, 3, 4 }, Token);
        var source = new DirectorySource(_store, "app");

        await using var fetched = await source.FetchAsync("a", [new ByteRange(1, 2)], Token);
        var bytes = new byte[2];
        await fetched.ReadAsync(1, bytes, Token);

        Assert.Equal(4, fetched.Length);
        Assert.Equal([2, 3], bytes);
        await Assert.ThrowsAsync<EndOfStreamException>(async () => await fetched.ReadAsync(3, bytes, Token));
        Assert.Equal("b", (await Assert.ThrowsAsync<ObjectNotFoundException>(() => source.FetchAsync("b", null, Token))).Key);
        await Assert.ThrowsAsync<ArgumentException>(() => source.FetchAsync("../app/a", null, Token));
    }

    private static async Task FailsAsync(Func<Task> call)
    {
        var failure = await Assert.ThrowsAsync<ObjectStoreException>(call);
        Assert.False(failure.IsTransient);
        Assert.Contains("(ENOENT)", failure.Message, StringComparison.Ordinal);
    }

    private async Task<List<string>> KeysAsync() => await _store.ListAsync("", Token).Select(item => item.Key).ToListAsync(Token);

    private async Task<string> ListingFailureAsync() => (await Assert.ThrowsAsync<ObjectStoreException>(KeysAsync)).Message;

    private async Task ShellAsync(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { WorkingDirectory = _root.Path })!;
        await shell.WaitForExitAsync(Token);
        Assert.Equal(0, shell.ExitCode);
    }
}
