using Holdfast.Api.Access;
using Holdfast.Api.Answers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Api.Auditing;

/// <summary>Around every call that changes something: not from foreign web sites, and never without an entry in the audit log.</summary>
internal static class ChangeFilter
{
    private const int LongestOutcome = 500;

    /// <summary>Marks a call as one that changes something.</summary>
    /// <param name="action">Its name in the audit log, such as <c>backup.request</c>.</param>
    public static RouteHandlerBuilder Changes(this RouteHandlerBuilder call, string action) =>
        call.WithMetadata(new Changing(action)).AddEndpointFilter((context, next) => RunAsync(context, next, action));

    /// <summary>Tells the audit log what the call is about, such as a timestamp.</summary>
    public static void SetAuditTarget(this HttpContext context, string target) => context.Features.Set(new Target(target));

    private static async ValueTask<object?> RunAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next, string action)
    {
        var context = call.HttpContext;
        try
        {
            CrossSiteGuard.Check(context);
            var result = await next(call);
            await AuditAsync(context, action, Outcome(result));
            return result;
        }
        catch (CallRefusedException refused)
        {
            await AuditAsync(context, action, $"{refused.Status} {refused.Message}");
            throw;
        }
        catch (Exception exception)
        {
            await AuditAsync(context, action, exception is BadHttpRequestException bad ? $"{bad.StatusCode} {bad.Message}" : $"failed: {exception.Message}");
            throw;
        }
    }

    private static string Outcome(object? result) => result switch
    {
        IValueHttpResult { Value: CodeAnswer answer } => $"{answer.Code} {answer.Message}",
        IStatusCodeHttpResult { StatusCode: { } status } => $"{status}",
        _ => "200",
    };

    private static Task AuditAsync(HttpContext context, string action, string outcome) =>
        context.RequestServices.GetRequiredService<AuditLog>().AddAsync(
            context.User.Identity?.Name ?? "nobody",
            context.Connection.RemoteIpAddress?.ToString(),
            action,
            context.Features.Get<Target>()?.Text,
            outcome.Length > LongestOutcome ? outcome[..LongestOutcome] : outcome);

    /// <summary>What tells from outside that a call is one of these.</summary>
    /// <param name="Action">As above.</param>
    internal sealed record Changing(string Action);

    private sealed record Target(string Text);
}
