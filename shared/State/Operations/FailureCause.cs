namespace Holdfast.State.Operations;

/// <summary>Whose part of an operation failed. Few and fixed, to be counted; the words are in <see cref="OperationState.Error"/>.</summary>
public enum FailureCause
{
    /// <summary>What it should have covered is not there, or nobody serves it.</summary>
    Components,

    /// <summary>Work at a database.</summary>
    Database,

    /// <summary>Work at a volume.</summary>
    Volume,

    /// <summary>The uploader could not commit or find the backup.</summary>
    Store,

    /// <summary>The uploader did not answer.</summary>
    NoAnswer,
}
