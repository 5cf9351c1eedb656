namespace Holdfast.Uploader.Verifications;

/// <summary>Why a verification that runs is to stop.</summary>
internal enum StopReason
{
    /// <summary>Somebody wants it to.</summary>
    Cancelled,

    /// <summary>Another uploader has it.</summary>
    Lost,
}
