namespace Holdfast.Uploader.Deletion;

/// <summary>Nothing was deleted, because it is not certain that only what is meant would go.</summary>
internal sealed class DeletionRefusedException(string message) : IOException(message);
