namespace Holdfast.VolumeArchiver.Restores;

/// <summary>How far the swap of two trees is. Each phase may be repeated until it is complete; only then the next one begins.</summary>
internal enum SwapPhase
{
    /// <summary>The live tree is untouched.</summary>
    None,

    /// <summary>The live entries move to the old tree.</summary>
    Out,

    /// <summary>The root is empty; the new entries move in.</summary>
    In,

    /// <summary>The new tree is live, the old one is kept.</summary>
    Done,

    /// <summary>The live entries, which are not the old ones, move away again.</summary>
    BackOut,

    /// <summary>The old entries move back.</summary>
    BackIn,

    /// <summary>The old tree is live again.</summary>
    BackDone,

    /// <summary>The old tree is being removed; there is no way back.</summary>
    Forgetting,
}
