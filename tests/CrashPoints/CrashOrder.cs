using System.Globalization;

namespace Holdfast.CrashPoints;

/// <summary>At which step a process is to die. A test writes it; the process reads it once, at its next step.</summary>
/// <param name="Step">Name of the step; every step when empty.</param>
/// <param name="Occurrence">The how-many-eth such step it is, from 1; 0 for never, which only records.</param>
public sealed record CrashOrder(string Step, int Occurrence)
{
    /// <summary>The variable with the folder through which a test and the process talk.</summary>
    public const string FolderVariable = "HOLDFAST_CRASH_POINTS";

    /// <summary>The variable with folders whose changes are steps, separated by colons.</summary>
    public const string WatchedVariable = "HOLDFAST_CRASH_FOLDERS";

    /// <summary>The file in which the process notes each step, a line each, once it has an order.</summary>
    public static string NotesOf(string folder) => Path.Combine(folder, "steps");

    /// <summary>Gives the order to the process that uses <paramref name="folder"/>.</summary>
    public void Give(string folder)
    {
        File.Delete(NotesOf(folder));
        var unfinished = Path.Combine(folder, "order.new");
        File.WriteAllLines(unfinished, [Step, Occurrence.ToString(CultureInfo.InvariantCulture)]);
        File.Move(unfinished, FileOf(folder), overwrite: true);
    }

    internal static CrashOrder? Take(string folder)
    {
        var file = FileOf(folder);
        if (!File.Exists(file))
        {
            return null;
        }

        var lines = File.ReadAllLines(file);
        File.Delete(file);
        return new CrashOrder(lines[0], int.Parse(lines[1], CultureInfo.InvariantCulture));
    }

    private static string FileOf(string folder) => Path.Combine(folder, "order");
}
