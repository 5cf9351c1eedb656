using Holdfast.Api.Calls;
using Holdfast.Settings.Secrets;
using Holdfast.State.Database;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Holdfast.Api.Answers;

/// <summary>Gives every error the form <c>{"code":N,"message":"…"}</c>, also those of the web server itself.</summary>
internal sealed partial class ErrorAnswers(RequestDelegate next, ILogger<ErrorAnswers> log)
{
    private readonly ILogger _log = log;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { StatusCode: >= 400, HasStarted: false, ContentType: null } empty)
            {
                await AnswerAsync(context, empty.StatusCode, new CodeAnswer(empty.StatusCode, Text(empty.StatusCode)));
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is nobody to answer.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            var (status, message) = Answer(exception);
            if (exception is CallRefusedException && status >= StatusCodes.Status500InternalServerError)
            {
                Unanswered(context.Request.Method, context.Request.Path, status, message);
            }
            else if (status >= StatusCodes.Status500InternalServerError)
            {
                CallFailed(exception, context.Request.Method, context.Request.Path, status);
            }

            await AnswerAsync(context, status, (exception as CallRefusedException)?.Answer ?? new CodeAnswer(status, message));
        }
    }

    private static (int Status, string Message) Answer(Exception exception) => exception switch
    {
        CallRefusedException refused => (refused.Status, refused.Message),
        SecretKeyException key => (StatusCodes.Status409Conflict, key.Message),
        BadHttpRequestException bad => (bad.StatusCode, Text(bad.StatusCode)),
        _ when TransientErrors.IsTransient(exception) => (StatusCodes.Status503ServiceUnavailable, "the state database does not answer: try again"),
        _ => (StatusCodes.Status500InternalServerError, "the API failed; its log says why"),
    };

    private static Task AnswerAsync(HttpContext context, int status, object answer)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(answer, context.RequestAborted);
    }

    /// <summary>The message of an error that has none of its own.</summary>
    internal static string Text(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "the request is malformed",
        StatusCodes.Status401Unauthorized =>
            "a valid API key is missing: send it as Cookie: prophecy-token=<api-key>, as Authorization: Bearer <api-key> or as X-Api-Key: <api-key>",
        StatusCodes.Status403Forbidden => "the role of this API key does not allow the call",
        StatusCodes.Status404NotFound => "there is no such call",
        StatusCodes.Status405MethodNotAllowed => "the call does not take this method",
        StatusCodes.Status408RequestTimeout => "the request came too slowly",
        StatusCodes.Status413PayloadTooLarge => $"the body is larger than {CallBody.MaxBytes} bytes",
        StatusCodes.Status415UnsupportedMediaType => "the body must be JSON, sent with Content-Type: application/json",
        StatusCodes.Status429TooManyRequests => "too many calls with wrong API keys came from this address: wait as long as Retry-After says",
        _ => "the request was refused",
    };

    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} was answered with {Status}")]
    private partial void CallFailed(Exception exception, string method, string path, int status);

    [LoggerMessage(2, LogLevel.Warning, "{Method} {Path} was answered with {Status}: {Reason}")]
    private partial void Unanswered(string method, string path, int status, string reason);
}
