using Microsoft.AspNetCore.Http;

namespace Holdfast.Api.Answers;

/// <summary>The answer to a request that was taken, and to one that was not.</summary>
/// <param name="Code">The HTTP status.</param>
/// <param name="Message">In plain words.</param>
internal sealed record CodeAnswer(int Code, string Message)
{
    /// <summary>202 with the text that scripts look for.</summary>
    public static IResult Accepted(string message = "Request Accepted") =>
        Results.Json(new CodeAnswer(StatusCodes.Status202Accepted, message), statusCode: StatusCodes.Status202Accepted);
}
