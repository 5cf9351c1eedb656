using Holdfast.Api.Access;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Api.Sessions;

/// <summary>Whether the key or the session that a call brought still counts: an answer may take longer than it does.</summary>
internal sealed class CallerCheck(ApiKeys keys, OpenSessions sessions)
{
    public async Task<bool> IsStillGoodAsync(HttpRequest request, CancellationToken cancellationToken) => PresentedKey.Of(request) is { } key
        ? await keys.UseAsync(KeyText.Hash(key.Text), cancellationToken) is not null
        : SessionCookie.Of(request) is { } session && await sessions.FindAsync(session, cancellationToken, isUse: false) is not null;
}
