namespace Holdfast.VolumeArchiver.Restores;

/// <summary>What phases mean for others.</summary>
internal static class SwapPhases
{
    /// <summary>Whether the volume holds neither all of the old tree nor all of the new one.</summary>
    public static bool IsHalfWay(this SwapPhase phase) => phase is SwapPhase.Out or SwapPhase.In or SwapPhase.BackOut or SwapPhase.BackIn;

    /// <summary>Whether an area in this phase holds nothing that another restore has to leave alone.</summary>
    public static bool IsLeftOver(this SwapPhase phase) => phase is SwapPhase.None or SwapPhase.BackDone or SwapPhase.Forgetting;
}
