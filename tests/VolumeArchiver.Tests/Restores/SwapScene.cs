using Holdfast.Engine.Tests.Pipelines;
using Holdfast.Engine.Tests.Volumes;
using Holdfast.Engine.Volumes;
using Holdfast.Engine.Volumes.Directories;
using Holdfast.VolumeArchiver.Restores;
using Xunit;

namespace Holdfast.VolumeArchiver.Tests.Restores;

/// <summary>A volume with a live tree and a prepared one, in which a change can be the last one or can fail.</summary>
internal sealed class SwapScene : IDisposable
{
    // Entries of one tree only, of both with other kinds, empty ones, read-only ones, and names that are not UTF-8.
    private static readonly TreePair Large = new(
        """
        mkdir live both deep empty only-live; echo live > live/file; echo old > both/file; mkdir -p deep/er; echo 1 > deep/er/x
        echo file > kind; ln -s nowhere link; ln live/file hard; mkfifo pipe; echo name > $'a\xffb'; echo other > $'old \xfe'
        setfattr -n user.note -v live live; chmod 0555 empty only-live; chmod 2755 both; touch -d 2001-01-01T01:01:01.000000001Z deep live
        setfattr -n user.root -v live .; chmod 0751 .; touch -d 2002-02-02T02:02:02.000000002Z .
        """,
        """
        mkdir both kind new shut; echo new > both/file; echo new > new/file; ln new/file hard; ln -s elsewhere link; echo x > empty
        echo name > $'a\xffb'; echo new > $'new \xfd'; chmod 0555 shut; touch -d 2011-01-01T01:01:01.000000001Z both kind
        setfattr -n user.other -v new .; chmod 0555 .; touch -d 2012-02-02T02:02:02.000000002Z .
        """);

    private static readonly TreePair Small = new(
        "echo old > both; mkdir old; echo x > old/x; chmod 0700 .; touch -d 2002-02-02T02:02:02Z .",
        "mkdir both; echo new > both/x; touch -d 2012-02-02T02:02:02Z .");

    private readonly string _operation = Guid.NewGuid().ToString("n");
    private Action<string>? _beforeChange;
    private MetadataPolicy _policy = TreeWriter.DefaultPolicy;

    private SwapScene(string folder) => Folder = folder;

    public string Folder { get; }

    public string Volume => Path.Combine(Folder, "volume");

    public string Area => Path.Combine(Volume, ".holdfast", _operation);

    public IReadOnlyList<string> Live { get; set; } = [];

    public IReadOnlyList<string> New { get; set; } = [];

    /// <summary>Changes made since the last <see cref="StopAt"/> or <see cref="FailAt"/>.</summary>
    public List<string> Changes { get; } = [];

    public static Task<SwapScene> CreateAsync() => CreateAsync(Large);

    public static Task<SwapScene> CreateSmallAsync() => CreateAsync(Small);

    /// <summary>As a process that is killed before the change of this number, from 0; null lets all changes pass.</summary>
    public void StopAt(int? number) => _beforeChange = Counting((change, count) =>
    {
        if (count >= number)
        {
            throw new CrashException(change);
        }
    });

    /// <summary>The change of this number fails, and so do <paramref name="times"/> - 1 more.</summary>
    public void FailAt(int number, int times = 1) => _beforeChange = Counting((change, count) =>
    {
        if (count >= number && count < number + times)
        {
            throw new IOException($"Cannot {change}: a test says so.");
        }
    });

    public void KillAt(int number) => _beforeChange = Counting((_, count) =>
    {
        if (count == number)
        {
            System.Diagnostics.Process.GetCurrentProcess().Kill();
        }
    });

    public void Commit() => With(area => new VolumeSwap(area, _policy).Commit());

    public void RollBack() => With(area =>
    {
        if (area.Phase != SwapPhase.None)
        {
            new VolumeSwap(area, _policy).BringBack();
        }

        area.Remove(CancellationToken.None);
    });

    public void Forget() => With(area =>
    {
        if (area.Phase == SwapPhase.Done)
        {
            area.Enter(SwapPhase.Forgetting);
        }

        area.Remove(CancellationToken.None);
    });

    public void MakeArea()
    {
        using var root = OpenDirectory.Open(Volume, _beforeChange);
        RestoreArea.Create(root, _operation).Dispose();
    }

    /// <summary>Does something while the scene's area is in use.</summary>
    public void Locked(Action work)
    {
        using var root = OpenDirectory.Open(Volume);
        using var area = RestoreArea.Find(root, _operation);
        work();
    }

    /// <summary>Does something as who has no rights but those of an owner.</summary>
    public void Unprivileged(Action work)
    {
        _policy = MetadataPolicy.Warn;
        SampleTree.Run("chown", "-Rh", $"{UnprivilegedThread.Id}:{UnprivilegedThread.Id}", Folder);
        UnprivilegedThread.Run(work);
    }

    public Task<IReadOnlyList<string>> DescribeAsync() => DescribeAsync(Volume);

    public SwapPhase Phase()
    {
        using var root = OpenDirectory.Open(Volume);
        return RestoreArea.PhaseOf(root, _operation);
    }

    /// <summary>Describes where the scene is, for another process.</summary>
    public override string ToString() => $"{Folder}\n{_operation}";

    public static SwapScene Reopen(string text) => new(text.Split('\n')[0], text.Split('\n')[1]);

    public void Dispose() => SampleTree.Remove(Folder);

    private SwapScene(string folder, string operation)
        : this(folder) => _operation = operation;

    private static async Task<SwapScene> CreateAsync(TreePair trees)
    {
        var scene = new SwapScene(QuickFolder.Create());
        trees.CopyLive(scene.Volume);
        scene.Live = await DescribeAsync(scene.Volume);
        using var root = OpenDirectory.Open(scene.Volume);
        using var area = RestoreArea.Create(root, scene._operation);
        using var building = area.MakeTree(RestoreArea.Building);
        trees.CopyNew(building.DirectoryPath);
        scene.New = await DescribeAsync(building.DirectoryPath);
        area.FinishBuilding(new PreparedTree("", StoredFacts.From(building.Facts()), []));
        Assert.Equal(scene.Live, await scene.DescribeAsync());
        return scene;
    }

    private static Task<IReadOnlyList<string>> DescribeAsync(string directory) =>
        TreeAssert.DescribeAsync(directory, path => path.Bytes.SequenceEqual(".holdfast"u8));

    private Action<string> Counting(Action<string, int> before)
    {
        Changes.Clear();
        var count = 0;
        return change =>
        {
            before(change, count++);
            Changes.Add(change);
        };
    }

    private void With(Action<RestoreArea> work)
    {
        using var root = OpenDirectory.Open(Volume, _beforeChange);
        using (var area = RestoreArea.Find(root, _operation))
        {
            if (area is not null)
            {
                work(area);
            }
        }

        RestoreArea.RemoveFolderIfEmpty(root);
    }
}
