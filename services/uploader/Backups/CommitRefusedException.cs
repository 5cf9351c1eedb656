namespace Holdfast.Uploader.Backups;

/// <summary>A backup must not be committed, because what it needs is not in the store as it should be.</summary>
internal sealed class CommitRefusedException(string message) : Exception(message);
