using System.Globalization;
using Holdfast.Engine.Volumes.Directories;

namespace Holdfast.VolumeArchiver.Restores;

/// <summary>Whether a tree fits beside the live one.</summary>
internal static class SpaceCheck
{
    /// <returns>What is missing, in plain words; null when it fits.</returns>
    public static string? Problem(TreeMeasure tree, FileSystemSpace space, string path)
    {
        if (tree.DiskBytes > space.AvailableBytes)
        {
            return $"The restore needs {Size(tree.DiskBytes)} on the file system of '{path}', beside the live data; it has {Size(space.AvailableBytes)} left.";
        }

        return tree.Entries > space.AvailableFiles
            ? $"The restore needs {tree.Entries} inodes on the file system of '{path}'; it has {space.AvailableFiles} left."
            : null;
    }

    /// <summary>A size for people, in binary units.</summary>
    public static string Size(long bytes)
    {
        string[] units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        var unit = bytes < 1024 ? 0 : Math.Min((int)Math.Log(bytes, 1024), units.Length - 1);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / Math.Pow(1024, unit):0.#} {units[unit]}");
    }
}
