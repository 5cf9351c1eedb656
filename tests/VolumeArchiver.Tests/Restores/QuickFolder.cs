using Holdfast.Engine.Tests.Pipelines;

namespace Holdfast.VolumeArchiver.Tests.Restores;

/// <summary>A new folder in memory, where that has extended attributes: a thousand trees are made and removed there without waiting for a disk.</summary>
internal static class QuickFolder
{
    private const string Memory = "/dev/shm";

    private static readonly bool HasMemory = Probe();

    public static string Create() => HasMemory
        ? Directory.CreateDirectory(Path.Combine(Memory, $"holdfast-swap-{Guid.NewGuid():n}")).FullName
        : Directory.CreateTempSubdirectory("holdfast-swap-").FullName;

    private static bool Probe()
    {
        if (!Directory.Exists(Memory))
        {
            return false;
        }

        var probe = Path.Combine(Memory, $"holdfast-probe-{Guid.NewGuid():n}");
        try
        {
            Directory.CreateDirectory(probe);
            SampleTree.Run("setfattr", "-n", "user.probe", "-v", "1", probe);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // setfattr said that it cannot
        }
        finally
        {
            Directory.Delete(probe);
        }
    }
}
