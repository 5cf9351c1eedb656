using Holdfast.Engine.Volumes;
using Holdfast.Engine.Volumes.Directories;

namespace Holdfast.VolumeArchiver.Restores;

/// <summary>Exchanges the entries of a volume's root with those of the prepared tree, by renaming them.</summary>
/// <remarks>
/// <code>
/// commit:      Out  root ─► old     In  new ─► root   metadata of the root   Done
/// bring back:  BackOut  root ─► new     BackIn  old ─► root   metadata of the root   BackDone
/// </code>
/// The journal's name says which of these is under way, and it changes only after all that went before is on the disk. So at every
/// moment it is known of each name in the root to which tree it belongs, and a crash is finished or undone by whoever comes next.
/// What somebody else makes in the root meanwhile is put aside when it is in the way.
/// </remarks>
internal sealed class VolumeSwap(RestoreArea area, MetadataPolicy policy)
{
    /// <summary>Somebody who makes files as fast as they are moved would keep a swap from ending.</summary>
    private const int MaxPasses = 20;

    /// <summary>Names that were in the way and were put aside.</summary>
    public int SetAside { get; private set; }

    /// <summary>What could not be set of the root's metadata.</summary>
    public IReadOnlyList<string> Refusals { get; private set; } = [];

    /// <summary>Swaps the prepared tree in; goes on where an earlier try has stopped. A failure is undone before it is thrown.</summary>
    /// <exception cref="SwapFailedException">It was undone, or will be when the swap is rolled back.</exception>
    /// <exception cref="VolumeException">Nothing was begun.</exception>
    public void Commit()
    {
        if (area.Phase is SwapPhase.BackOut or SwapPhase.BackIn or SwapPhase.BackDone)
        {
            BringBack();
            throw new SwapFailedException("An earlier try to swap the trees failed and was undone: the previous tree is live.");
        }

        try
        {
            Go();
        }
        catch (IOException failure) when (area.Phase is SwapPhase.Out or SwapPhase.In)
        {
            Undo(failure);
        }
    }

    /// <summary>Makes the old tree live again; goes on where an earlier try has stopped.</summary>
    /// <exception cref="IOException">The file system refused; to be tried again.</exception>
    public void BringBack()
    {
        if (area.Phase == SwapPhase.Out)
        {
            area.Enter(SwapPhase.BackIn);
        }
        else if (area.Phase is SwapPhase.In or SwapPhase.Done)
        {
            area.Enter(SwapPhase.BackOut);
        }

        if (area.Phase == SwapPhase.BackOut)
        {
            using var restored = area.MakeTree(RestoreArea.New);
            MoveAll(area.Root, restored);
            area.Enter(SwapPhase.BackIn);
        }

        if (area.Phase == SwapPhase.BackIn)
        {
            using var old = area.MakeTree(RestoreArea.Old);
            MoveAll(old, area.Root);
            var journal = area.ReadJournal();
            Finish(journal.Before, journal.ReadOnlyBefore);
            area.Enter(SwapPhase.BackDone);
        }
    }

    private void Go()
    {
        if (area.Phase == SwapPhase.None)
        {
            var prepared = area.ReadPrepared() ?? throw new InvalidOperationException($"Nothing is prepared in '{area.Path}'.");
            area.MakeTree(RestoreArea.Old).Dispose();
            using var tree = area.OpenTree(RestoreArea.New);
            tree.AllowOwner();
            var before = StoredFacts.From(area.Root.Facts());
            area.Begin(new SwapJournal(before, prepared.Root ?? before, ReadOnlyDirectory.In(area.Root), ReadOnlyDirectory.In(tree)));
        }

        if (area.Phase == SwapPhase.Out)
        {
            using var old = area.OpenTree(RestoreArea.Old);
            MoveAll(area.Root, old);
            area.Enter(SwapPhase.In);
        }

        if (area.Phase == SwapPhase.In)
        {
            using var prepared = area.OpenTree(RestoreArea.New);
            MoveAll(prepared, area.Root);
            var journal = area.ReadJournal();
            Finish(journal.After, journal.ReadOnlyAfter);
            area.Enter(SwapPhase.Done);
        }
    }

    private void Undo(IOException failure)
    {
        try
        {
            BringBack();
        }
        catch (IOException second)
        {
            throw new SwapFailedException(
                $"The swap stopped half-way: {failure.Message} Bringing the previous tree back stopped too: {second.Message} "
                + $"What is not in the volume is in '{area.Path}'; rolling back goes on with it.",
                failure);
        }

        throw new SwapFailedException($"The swap failed and was undone, the previous tree is live: {failure.Message}", failure);
    }

    private void MoveAll(OpenDirectory from, OpenDirectory to)
    {
        from.AllowOwner();
        to.AllowOwner();
        for (var pass = 0; ; pass++)
        {
            var names = from.Names().Where(name => !IsOurs(name)).ToList();
            if (names.Count == 0)
            {
                break;
            }

            if (pass == MaxPasses)
            {
                throw new IOException($"Somebody keeps making files in '{area.Root.DirectoryPath}'. Stop what uses the volume and try again.");
            }

            names.ForEach(name => Move(from, name, to));
        }

        to.Sync();
        from.Sync();
    }

    private void Move(OpenDirectory from, byte[] name, OpenDirectory to)
    {
        try
        {
            from.Move(name, to, name);
        }
        catch (VolumeException gone) when (gone.IsVanished && from == area.Root && from.Find(name) is null)
        {
            // Somebody removed it from the live tree after it was listed.
        }
        catch (VolumeException denied) when (denied.IsDenied && ReadOnlyDirectory.Open(from, name))
        {
            from.Move(name, to, name);
        }
        catch (VolumeException taken) when (taken.IsTaken)
        {
            // The name that stands in one of our trees is the real one; the one in the root came in between.
            PutAside(name);
            if (to == area.Root)
            {
                from.Move(name, to, name);
            }
        }
    }

    private void PutAside(byte[] name)
    {
        using var aside = area.MakeTree(RestoreArea.Aside);
        for (var number = 0; ; number++)
        {
            var folder = System.Text.Encoding.ASCII.GetBytes($"{number}");
            if (aside.Find(folder) is null)
            {
                aside.MakeDirectory(folder);
            }

            using var place = aside.OpenChild(folder);
            if (place.Find(name) is null)
            {
                area.Root.Move(name, place, name);
                SetAside++;
                return;
            }
        }
    }

    private void Finish(StoredFacts facts, IReadOnlyList<ReadOnlyDirectory> readOnly)
    {
        foreach (var directory in readOnly)
        {
            directory.Close(area.Root);
        }

        Refusals = area.Root.Apply(facts.ToFacts(), policy);
        area.Root.Sync();
    }

    private static bool IsOurs(byte[] name) => RestoreArea.Folder.SequenceEqual(name);
}
