using Holdfast.Api.Answers;
using Holdfast.Api.Auditing;
using Holdfast.Contracts.Operations;
using Holdfast.State.Operations;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Api.Operations;

/// <summary>Ends the ongoing operation.</summary>
internal static class Cancellation
{
    /// <param name="timestamp">The operation's timestamp, for whoever wants to be sure; else whichever runs.</param>
    /// <exception cref="CallRefusedException">404: no such operation runs; 409: it is past the point where it can be cancelled.</exception>
    public static async Task CancelAsync(
        HttpContext context,
        Requests requests,
        OperationQueries operations,
        string @namespace,
        OperationKind kind,
        string? timestamp,
        CancellationToken cancellationToken)
    {
        var ongoing = await operations.OngoingAsync(@namespace, cancellationToken);
        if (ongoing is null || ongoing.Kind != kind || (timestamp is not null && ongoing.Timestamp != timestamp))
        {
#pragma warning disable CA1308 // a word in a sentence
            throw CallRefusedException.NotFound(
                $"no {kind.ToString().ToLowerInvariant()}{(timestamp is null ? "" : $" of {timestamp}")} is ongoing in namespace {@namespace}");
#pragma warning restore CA1308
        }

        context.SetAuditTarget(ongoing.Timestamp);
        await requests.CancelAsync(
            new CancelOperation { OperationId = ongoing.OperationId, RequestedBy = context.User.Identity!.Name! }, cancellationToken);
    }
}
