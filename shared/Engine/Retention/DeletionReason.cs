namespace Holdfast.Engine.Retention;

/// <summary>Why an object is deleted.</summary>
public enum DeletionReason
{
    /// <summary>It belonged to a backup that is removed, and no other needs it.</summary>
    Expired,

    /// <summary>No manifest reaches it, no running operation uses it, and it is old enough.</summary>
    Unreferenced,

    /// <summary>It marks a pack that is gone.</summary>
    PackGone,
}
