namespace Holdfast.Api.Verifications;

/// <summary>The answer to a verification that was taken.</summary>
/// <param name="Code">The HTTP status.</param>
/// <param name="Message">In plain words.</param>
/// <param name="OperationId">Of the verification.</param>
internal sealed record VerificationAccepted(int Code, string Message, Guid OperationId);
