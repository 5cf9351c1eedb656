using Holdfast.Engine.Tests.Pipelines;

namespace Holdfast.VolumeArchiver.Tests.Restores;

/// <summary>Two trees that are made once, by scripts, and copied as often as tests need them.</summary>
internal sealed class TreePair
{
    private readonly Lazy<string> _folder;

    /// <param name="live">Makes one tree in its working directory.</param>
    /// <param name="next">Makes the other.</param>
    public TreePair(string live, string next) => _folder = new Lazy<string>(() =>
    {
        var folder = QuickFolder.Create();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => SampleTree.Remove(folder);
        SampleTree.Run("bash", "-ec", $"mkdir \"$0/live\" \"$0/next\"; cd \"$0/live\"; {live}\ncd \"$0/next\"; {next}", folder);
        return folder;
    });

    public void CopyLive(string target) => SampleTree.Run("cp", "-aT", Path.Combine(_folder.Value, "live"), target);

    public void CopyNew(string target) => SampleTree.Run("cp", "-aT", Path.Combine(_folder.Value, "next"), target);
}
