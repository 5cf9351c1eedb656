using Holdfast.Contracts.Operations;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Api.Answers;

/// <summary>The call is answered with an error.</summary>
internal class CallRefusedException(int status, string message) : Exception(message)
{
    /// <summary>The HTTP status, 400 or above.</summary>
    public int Status { get; } = status;

    /// <summary>The body of the answer.</summary>
    public virtual object Answer => new CodeAnswer(Status, Message);

    /// <summary>400, naming the field.</summary>
    public static CallRefusedException Invalid(string field, string problem) => new(StatusCodes.Status400BadRequest, $"{field}: {problem}");

    public static CallRefusedException NotFound(string message) => new(StatusCodes.Status404NotFound, message);

    public static CallRefusedException Conflict(string message) => new(StatusCodes.Status409Conflict, message);

    /// <summary>What a service on the bus refused.</summary>
    public static CallRefusedException Rejected(RejectionCode code, string reason) => new(
        code switch
        {
            RejectionCode.NotFound => StatusCodes.Status404NotFound,
            RejectionCode.Invalid => StatusCodes.Status400BadRequest,
            RejectionCode.Ongoing or RejectionCode.NotAllowed => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status502BadGateway,
        },
        reason);
}
