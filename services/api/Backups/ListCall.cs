using Holdfast.Api.Answers;
using Holdfast.Api.Calls;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Api.Backups;

/// <summary>The parameters of <c>GET /api/backup/list</c>, in the body or in the query string.</summary>
internal sealed record ListCall : Call
{
    /// <summary>Whether the store is asked too, for backups that the state database has never heard of.</summary>
    public bool Store { get; init; }

    /// <summary>Another namespace, whose backups only the store knows; the own one when null.</summary>
    public string? Namespace { get; init; }

    /// <exception cref="CallRefusedException">A parameter is malformed.</exception>
    public static async Task<ListCall> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var call = await CallBody.ReadAsync<ListCall>(request, cancellationToken);
        var store = false;
        if (request.Query["store"] is { Count: > 0 } text && !bool.TryParse(text, out store))
        {
            throw CallRefusedException.Invalid("store", $"'{text}' must be true or false");
        }

        var name = request.Query["namespace"] is { Count: > 0 } other ? other.ToString() : call.Namespace;
        return call with { Store = call.Store || store, Namespace = name is null ? null : NamespaceName.Check("namespace", name) };
    }
}
