using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Holdfast.Engine.Objects;
using Holdfast.ObjectStores.Requests;

namespace Holdfast.ObjectStores.S3;

/// <summary>Tells what a failed request to an S3 server means.</summary>
/// <remarks>By the error code, since some servers send no message, and by the status where there is no code, as after HEAD.</remarks>
internal static class S3Fault
{
    private const string Wait = "Try again; if it does not pass, ask the store's operator.";

    /// <summary>The fault, or null when <paramref name="failure"/> is an outcome of ours, a cancellation or a defect.</summary>
    public static StoreFault? Of(Exception failure) => failure switch
    {
        ObjectStoreException or ObjectExistsException or ObjectNotFoundException or EndOfStreamException or OperationCanceledException => null,
        AmazonServiceException answer when (int)answer.StatusCode > 0 => Answered(answer),
        _ when NetworkFault.Of(failure) is { } fault => fault,
        AmazonClientException when failure.Message.Contains("credential", StringComparison.OrdinalIgnoreCase) => Credentials(failure),
        AmazonClientException => new("the request could not be made: " + failure.Message, "Check the store's settings.", false),
        _ => null,
    };

    /// <summary>Whether the server does not know the kind of request, instead of refusing this one.</summary>
    public static bool IsNotImplemented(AmazonS3Exception answer) =>
        answer.StatusCode == HttpStatusCode.NotImplemented || answer.ErrorCode == "NotImplemented";

    /// <summary>
    /// Whether the server took what was left of an earlier request on the same connection for the beginning of this one. Ceph does when it has refused
    /// an upload before it had read its body, and closes the connection with a bare 400.
    /// </summary>
    public static bool IsOutOfStep(Exception failure) =>
        failure is AmazonServiceException { StatusCode: HttpStatusCode.BadRequest } answer && IsBare(answer);

    /// <summary>The fault that an error code tells of, as in the answer to a deletion of many objects.</summary>
    public static StoreFault OfCode(string? code, string? message) => Known(code) ?? new(Quoted(code, message), Wait, false);

    private static StoreFault Answered(AmazonServiceException answer) =>
        Known(answer.ErrorCode) ?? ByStatus((int)answer.StatusCode, answer);

    private static StoreFault Credentials(Exception failure) => new(
        "no credentials were found: " + failure.Message,
        "Set accessKey and secretKey, or give the service a role (instance role, web identity).", false);

    private static StoreFault? Known(string? code) => code switch
    {
        "NoSuchBucket" => new("the bucket does not exist (NoSuchBucket)", "Create it, or correct bucketName.", false),
        "InvalidAccessKeyId" => new("the server does not know the access key (InvalidAccessKeyId)", "Correct accessKey.", false),
        "SignatureDoesNotMatch" => new(
            "the signature is wrong (SignatureDoesNotMatch)", "Correct secretKey; a proxy that alters requests does this too.", false),
        "AccessDenied" or "AllAccessDisabled" or "AccountProblem" or "Forbidden" => Denied(code),
        "ExpiredToken" or "InvalidToken" or "TokenRefreshRequired" => new(
            $"the temporary credentials are no longer valid ({code})", "They are renewed by themselves where a role gives them.", true),
        "RequestTimeTooSkewed" or "RequestExpired" => new(
            $"the clocks of this machine and the server differ too much ({code})", "Set the clock (NTP).", false),
        "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" => new(
            $"the bucket is in another region ({code})", "Set region to the bucket's.", false),
        "QuotaExceeded" or "InsufficientStorage" or "XMinioStorageFull" => new(
            $"the store is full or its quota is used up ({code})", "Free or add space, then run the operation again.", false),
        "BadDigest" or "InvalidDigest" or "XAmzContentSHA256Mismatch" or "XAmzContentChecksumMismatch" => new(
            $"the bytes were damaged on their way ({code})", "Try again; if it does not pass, check memory and network.", true),
        "InvalidObjectState" => new(
            "the object lies in an archive (InvalidObjectState)", "Have it restored from the archive class first, then run the operation again.", false),
        "KeyTooLongError" => new("the server does not take keys of this length (KeyTooLongError)", "Use a shorter name.", false),
        "NoSuchUpload" => new("the upload was removed meanwhile (NoSuchUpload)", Wait, true),
        "SlowDown" or "ServiceUnavailable" or "InternalError" or "RequestTimeout" or "Throttling" or "ThrottlingException" or "TooManyRequests"
            or "RequestLimitExceeded" or "BandwidthLimitExceeded" or "ConditionalRequestConflict" or "OperationAborted" or "IncompleteBody" =>
            new($"the server is busy or failed for a moment ({code})", Wait, true),
        _ => null,
    };

    private static StoreFault ByStatus(int status, AmazonServiceException answer) => status switch
    {
        400 when IsBare(answer) => new(
            "the server did not understand the request (400)", "Try again; if it does not pass, check whether the endpoint is an S3 server's.", true),
        301 or 307 => new($"the bucket is elsewhere ({status})", "Set region, or the endpoint, to the bucket's.", false),
        401 or 403 => Denied(status.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        404 => new("it does not exist (404)", "Check bucketName.", false),
        507 => new("the store is full (507)", "Free or add space, then run the operation again.", false),
        408 or 429 or (>= 500 and not 501 and not 505) => new($"the server is busy or failed for a moment ({status})", Wait, true),
        _ => new(Quoted(answer.ErrorCode, answer.Message) + $" (status {status})", "Check the store's settings and its log.", false),
    };

    private static bool IsBare(AmazonServiceException answer) =>
        string.IsNullOrEmpty(answer.ErrorCode) || answer.ErrorCode is "BadRequest" or "400";

    private static StoreFault Denied(string? code) => new(
        $"access is denied ({code})",
        "Grant the key or role s3:ListBucket, s3:GetObject, s3:PutObject, s3:DeleteObject and s3:AbortMultipartUpload on this bucket.", false)
    {
        IsDenied = true,
    };

    private static string Quoted(string? code, string? message) => $"the server says {code}: {message}";
}
