namespace Holdfast.Engine.Repositories;

/// <summary>A repository or one of its documents cannot be used as it is. Nothing was written; not worth retrying.</summary>
/// <remarks>The message says in plain words what is wrong with what, and what the operator can do.</remarks>
public class RepositoryRefusedException(RefusalReason reason, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Why, for programs.</summary>
    public RefusalReason Reason { get; } = reason;
}
