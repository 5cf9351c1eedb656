namespace Holdfast.DbDumper.Restores;

/// <summary>How far a restore of a database has come.</summary>
internal enum SwapState
{
    /// <summary>Only the live database is there, or none: not prepared, discarded, or forgotten.</summary>
    Idle,

    /// <summary>A complete copy stands beside the live database.</summary>
    Prepared,

    /// <summary>The copy is live; what was before is kept.</summary>
    Committed,
}
