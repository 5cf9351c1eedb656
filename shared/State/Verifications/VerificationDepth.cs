namespace Holdfast.State.Verifications;

/// <summary>How thoroughly a backup is verified.</summary>
public enum VerificationDepth
{
    /// <summary>That everything is there and belongs together: the content itself is not read.</summary>
    Quick,

    /// <summary>Everything is read.</summary>
    Full,
}
