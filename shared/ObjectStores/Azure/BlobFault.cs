using Azure;
using Azure.Identity;
using Holdfast.Engine.Objects;
using Holdfast.ObjectStores.Requests;

namespace Holdfast.ObjectStores.Azure;

/// <summary>Tells what a failed request to Azure Blob Storage means.</summary>
internal static class BlobFault
{
    private const string Wait = "Try again; if it does not pass, look at Azure's status.";

    /// <summary>The fault, or null when <paramref name="failure"/> is an outcome of ours, a cancellation or a defect.</summary>
    public static StoreFault? Of(Exception failure) => failure switch
    {
        ObjectStoreException or ObjectExistsException or ObjectNotFoundException or EndOfStreamException or OperationCanceledException => null,
        RequestFailedException { Status: > 0 } answer => Known(answer) ?? ByStatus(answer),
        _ when NetworkFault.Of(failure) is { } fault => fault,
        CredentialUnavailableException or AuthenticationFailedException => new(
            "no identity was found: " + FirstLine(failure.Message),
            "Set accessKey, or give the service a managed identity (or workload identity) that may use this container.", false),
        RequestFailedException => new("the request failed: " + FirstLine(failure.Message), "Check the network and the server.", true),
        _ => null,
    };

    private static StoreFault? Known(RequestFailedException answer) => answer.ErrorCode switch
    {
        "ContainerNotFound" => new("the container does not exist (ContainerNotFound)", "Create it, or correct containerName.", false),
        "InvalidResourceName" or "OutOfRangeInput" => new(
            $"Azure takes no such name ({answer.ErrorCode})", "Correct containerName: 3 to 63 lower-case letters, digits and single hyphens.", false),
        "AuthenticationFailed" when answer.Message.Contains("date header", StringComparison.OrdinalIgnoreCase) => new(
            "the clocks of this machine and Azure differ too much (AuthenticationFailed)", "Set the clock (NTP).", false),
        "AuthenticationFailed" or "AuthorizationFailure" or "InvalidAuthenticationInfo" => new(
            $"the account or its key is wrong, or a firewall of the account stands between ({answer.ErrorCode})",
            "Correct accountName and accessKey; check the clock (NTP) and the account's network rules.", false),
        "AuthorizationPermissionMismatch" or "InsufficientAccountPermissions" => new(
            $"access is denied ({answer.ErrorCode})", "Give the identity the role Storage Blob Data Contributor on this container.", false)
        {
            IsDenied = true,
        },
        "AccountIsDisabled" => new("the account is disabled (AccountIsDisabled)", "Enable it.", false),
        "BlobArchived" or "BlobBeingRehydrated" => new(
            $"the object lies in the archive tier ({answer.ErrorCode})", "Have it rehydrated first, then run the operation again.", false),
        "BlobImmutableDueToPolicy" => new("a policy forbids it (BlobImmutableDueToPolicy)", "Wait until the policy's time is over.", false),
        "Md5Mismatch" or "Crc64Mismatch" => new(
            $"the bytes were damaged on their way ({answer.ErrorCode})", "Try again; if it does not pass, check memory and network.", true),
        "InvalidBlockList" => new("another put of the same object went between (InvalidBlockList)", Wait, true),
        "ServerBusy" or "InternalError" or "OperationTimedOut" or "ContainerBeingDeleted" => new(
            $"the server is busy or failed for a moment ({answer.ErrorCode})", Wait, true),
        _ => null,
    };

    private static StoreFault ByStatus(RequestFailedException answer) => answer.Status switch
    {
        401 or 403 => new($"access is denied ({answer.ErrorCode ?? "403"})", "Check accessKey, or the identity's role on this container.", false)
        {
            IsDenied = true,
        },
        404 => new($"it does not exist ({answer.ErrorCode ?? "404"})", "Check accountName, containerName and serviceURL.", false),
        507 => new("the store is full (507)", "Free or add space, then run the operation again.", false),
        408 or 429 or (>= 500 and not 501 and not 505) => new($"the server is busy or failed for a moment ({answer.Status})", Wait, true),
        _ => new($"the server says {answer.ErrorCode}: {FirstLine(answer.Message)} (status {answer.Status})", "Check the store's settings.", false),
    };

    private static string FirstLine(string message) => message.Split('\n')[0].TrimEnd('\r', '.');
}
