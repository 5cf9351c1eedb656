namespace Holdfast.State.Verifications;

/// <summary>How far a verification is, or how it ended.</summary>
public enum VerificationState
{
    /// <summary>No uploader has begun with it.</summary>
    Waiting,

    Running,

    /// <summary>Ended: nothing is wrong.</summary>
    Sound,

    /// <summary>Ended: something is.</summary>
    Damaged,

    /// <summary>Ended without an answer.</summary>
    Failed,

    /// <summary>Ended by somebody.</summary>
    Cancelled,
}
