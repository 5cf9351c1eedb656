using System.Text;
using System.Text.Json;
using Holdfast.Engine.Volumes;
using Holdfast.Engine.Volumes.Directories;
using Holdfast.Hosting.Runs;

namespace Holdfast.VolumeArchiver.Restores;

/// <summary>The place inside a volume where one restore keeps its trees and remembers how far it is: <c>.holdfast/operation</c>.</summary>
/// <remarks>
/// <list type="table">
/// <item><term><c>building</c></term><description>an unfinished tree</description></item>
/// <item><term><c>new</c></term><description>the tree to swap in; complete when <c>prepared.json</c> stands beside it</description></item>
/// <item><term><c>old</c></term><description>what was live</description></item>
/// <item><term><c>aside</c></term><description>what somebody put in the way while a swap was under way</description></item>
/// <item><term><c>swap.phase</c></term><description>the journal; absent before the swap begins</description></item>
/// </list>
/// While it is open no other process can open it.
/// </remarks>
internal sealed class RestoreArea : IDisposable
{
    private const string JournalPrefix = "swap.";

    private readonly OpenDirectory _parent;
    private readonly OpenDirectory _directory;
    private readonly byte[] _name;

    private RestoreArea(OpenDirectory root, OpenDirectory parent, byte[] name)
    {
        (Root, _parent, _name) = (root, parent, name);
        _directory = parent.OpenChild(name);
        try
        {
            if (!_directory.TryLock())
            {
                throw new RunFailedException($"Another process works at '{_directory.DirectoryPath}' just now.", retryable: true);
            }

            Phase = ReadPhase();
        }
        catch
        {
            _directory.Dispose();
            throw;
        }
    }

    /// <summary>Name of the folder in a volume's root that holds the areas.</summary>
    public static ReadOnlySpan<byte> Folder => ".holdfast"u8;

    public static ReadOnlySpan<byte> Building => "building"u8;

    public static ReadOnlySpan<byte> New => "new"u8;

    public static ReadOnlySpan<byte> Old => "old"u8;

    public static ReadOnlySpan<byte> Aside => "aside"u8;

    private static ReadOnlySpan<byte> PreparedFile => "prepared.json"u8;

    /// <summary>The volume.</summary>
    public OpenDirectory Root { get; }

    /// <summary>Where this area is, for people.</summary>
    public string Path => _directory.DirectoryPath;

    public SwapPhase Phase { get; private set; }

    /// <summary>Opens the area of an operation; null when it has none.</summary>
    public static RestoreArea? Find(OpenDirectory root, string operation)
    {
        RootTime.Recover(root);
        return root.Find(Folder) is null ? null : Open(root, operation);
    }

    /// <summary>Opens the area of an operation, making it where there is none.</summary>
    public static RestoreArea Create(OpenDirectory root, string operation)
    {
        RootTime.Recover(root);
        if (root.Find(Folder) is null)
        {
            RootTime.Keep(root, () => root.MakeDirectory(Folder));
        }

        using (var parent = root.OpenChild(Folder))
        {
            var name = Encoding.UTF8.GetBytes(operation);
            if (parent.Find(name) is null)
            {
                parent.MakeDirectory(name);
                parent.Sync();
            }
        }

        return Open(root, operation) ?? throw new RunFailedException($"'{root.DirectoryPath}/.holdfast/{operation}' was removed while it was to be used.", retryable: true);
    }

    /// <summary>The operations that have an area in a volume.</summary>
    public static IReadOnlyList<string> Operations(OpenDirectory root)
    {
        if (root.Find(Folder) is null)
        {
            return [];
        }

        using var parent = root.OpenChild(Folder);
        return [.. parent.Names().Select(Encoding.UTF8.GetString).Where(name => Guid.TryParseExact(name, "n", out _))];
    }

    /// <summary>How far the swap of an operation is; needs no lock.</summary>
    public static SwapPhase PhaseOf(OpenDirectory root, string operation)
    {
        using var parent = root.OpenChild(Folder);
        using var directory = parent.OpenChild(Encoding.UTF8.GetBytes(operation));
        return PhaseIn(directory);
    }

    public OpenDirectory OpenTree(ReadOnlySpan<byte> name) => _directory.OpenChild(name);

    public OpenDirectory MakeTree(ReadOnlySpan<byte> name)
    {
        if (_directory.Find(name) is null)
        {
            _directory.MakeDirectory(name);
        }

        return OpenTree(name);
    }

    public bool Holds(ReadOnlySpan<byte> name) => _directory.Find(name) is not null;

    /// <summary>What is prepared; null when nothing is.</summary>
    public PreparedTree? ReadPrepared() =>
        Holds(PreparedFile) && Holds(New) ? JsonSerializer.Deserialize(_directory.ReadFile(PreparedFile), AreaJson.Default.PreparedTree) : null;

    /// <summary>Makes the tree that was built the one to swap in.</summary>
    public void FinishBuilding(PreparedTree prepared)
    {
        _directory.Move(Building, _directory, New);
        _directory.WriteFile(PreparedFile, JsonSerializer.SerializeToUtf8Bytes(prepared, AreaJson.Default.PreparedTree));
    }

    /// <summary>Writes the journal: the swap has begun.</summary>
    public void Begin(SwapJournal journal)
    {
        try
        {
            _directory.WriteFile(FileOf(SwapPhase.Out), JsonSerializer.SerializeToUtf8Bytes(journal, AreaJson.Default.SwapJournal));
        }
        finally
        {
            Phase = ReadPhase();
        }
    }

    public SwapJournal ReadJournal() =>
        JsonSerializer.Deserialize(_directory.ReadFile(FileOf(Phase)), AreaJson.Default.SwapJournal)
        ?? throw new InvalidDataException($"The journal of the swap in '{Path}' is empty.");

    /// <summary>Goes on to a phase, after everything of the present one has reached the disk.</summary>
    public void Enter(SwapPhase next)
    {
        try
        {
            _directory.Move(FileOf(Phase), _directory, FileOf(next));
            _directory.Sync();
        }
        finally
        {
            // A change that failed may have been made all the same.
            Phase = ReadPhase();
        }
    }

    /// <summary>Removes what was built, so that nothing of it can be swapped in.</summary>
    public void RemoveTrees(CancellationToken cancellationToken)
    {
        RemoveFile(PreparedFile);
        _directory.Sync();
        TreeRemoval.Run(_directory, Building, cancellationToken);
        TreeRemoval.Run(_directory, New, cancellationToken);
    }

    /// <summary>Removes the area, and the folder of areas when it was the last. The old tree must be live again, or to be forgotten.</summary>
    /// <exception cref="VolumeException">Something cannot be removed, or the old tree still holds something.</exception>
    public void Remove(CancellationToken cancellationToken)
    {
        RemoveTrees(cancellationToken);
        TreeRemoval.Run(_directory, Aside, cancellationToken);
        if (Phase == SwapPhase.Forgetting)
        {
            TreeRemoval.Run(_directory, Old, cancellationToken);
        }
        else if (Holds(Old))
        {
            _directory.Remove(Old, isDirectory: true);
        }

        foreach (var name in _directory.Names().Where(name => name[^1] == '~'))
        {
            _directory.Remove(name, isDirectory: false);
        }

        RemoveFile(FileOf(Phase));
        if (_parent.Find(_name) is not null)
        {
            _parent.Remove(_name, isDirectory: true);
        }

        RemoveFolderIfEmpty(Root);
    }

    /// <summary>Removes the folder of areas when there are none.</summary>
    public static void RemoveFolderIfEmpty(OpenDirectory root)
    {
        if (root.Find(Folder) is null)
        {
            return;
        }

        using (var parent = root.OpenChild(Folder))
        {
            if (parent.Names().Count > 0)
            {
                return;
            }
        }

        RootTime.Keep(root, () => root.Remove(Folder, isDirectory: true));
    }

    public void Dispose()
    {
        _directory.Dispose();
        _parent.Dispose();
    }

    private static RestoreArea? Open(OpenDirectory root, string operation)
    {
        var parent = root.OpenChild(Folder);
        try
        {
            var name = Encoding.UTF8.GetBytes(operation);
            if (parent.Find(name) is not null)
            {
                return new RestoreArea(root, parent, name);
            }

            parent.Dispose();
            return null;
        }
        catch
        {
            parent.Dispose();
            throw;
        }
    }

    private void RemoveFile(ReadOnlySpan<byte> name)
    {
        if (Holds(name))
        {
            _directory.Remove(name, isDirectory: false);
        }
    }

    private SwapPhase ReadPhase() => PhaseIn(_directory);

    private static SwapPhase PhaseIn(OpenDirectory directory)
    {
        var phase = directory.Names().Select(Encoding.UTF8.GetString).SingleOrDefault(IsJournal)?[JournalPrefix.Length..];
        return phase is null ? SwapPhase.None : Enum.Parse<SwapPhase>(phase);
    }

    private static bool IsJournal(string name) => name.StartsWith(JournalPrefix, StringComparison.Ordinal) && !name.EndsWith('~');

    private static byte[] FileOf(SwapPhase phase) => Encoding.UTF8.GetBytes(JournalPrefix + phase);
}
