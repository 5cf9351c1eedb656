using Holdfast.Contracts.Storage;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;
using Holdfast.ObjectStores;
using Holdfast.State.Database;

namespace Holdfast.Uploader.Objects;

/// <summary>Tells a requester what failed, in words for an operator.</summary>
internal static class StorageFailure
{
    /// <summary>Whether a failure is one of those that can be expected, not a defect.</summary>
    public static bool IsExpected(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or ArgumentException or RepositoryRefusedException || TransientErrors.IsTransient(failure);

    public static StorageFailed From(Exception failure, string @namespace, string? key) => new()
    {
        Namespace = @namespace,
        Key = key,
        Reason = failure.Message,
        NotFound = failure is ObjectNotFoundException,
        Conflict = failure is ObjectExistsException,
        Retryable = failure is ObjectStoreException { IsTransient: true } || TransientErrors.IsTransient(failure),
    };
}
