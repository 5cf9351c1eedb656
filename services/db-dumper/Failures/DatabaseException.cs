namespace Holdfast.DbDumper.Failures;

/// <summary>Work on a database failed; the message tells an operator what happened, to which database, and what to do.</summary>
internal abstract class DatabaseException(string message, bool canRetry, Exception? inner) : Exception(message, inner)
{
    /// <summary>Whether the same call may succeed later without anybody changing anything.</summary>
    public bool CanRetry { get; } = canRetry;
}
