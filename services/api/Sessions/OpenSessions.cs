using Holdfast.Api.Access;
using Holdfast.Api.Sessions.Oidc;
using Holdfast.Hosting.Api;
using Holdfast.State.Access;
using Holdfast.State.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Sessions;

/// <summary>The sessions in the state database, the same for every process of the API.</summary>
internal sealed class OpenSessions(IDbContextFactory<HoldfastDb> dbs, IOptions<ApiOptions> api, TimeProvider clock)
{
    /// <summary>A session ends so long after its login.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>And when nothing was called for so long.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(1);

    /// <summary>How exact the last use is: a database write for every call would be dear.</summary>
    private static readonly TimeSpan UseStep = TimeSpan.FromMinutes(1);

    /// <summary>Begins a session of a key. Ended ones are forgotten.</summary>
    /// <returns>The cookie's text, which nobody can get again.</returns>
    public Task<string> BeginAsync(ApiKey key, CancellationToken cancellationToken) =>
        BeginAsync(hash => new Session { Hash = hash, ApiKeyId = key.Id }, Lifetime, cancellationToken);

    /// <summary>Begins a session of a user whom a provider vouched for.</summary>
    /// <returns>The cookie's text, which nobody can get again.</returns>
    public Task<string> BeginAsync(OidcUser user, OidcOptions oidc, CancellationToken cancellationToken) => BeginAsync(
        hash => new Session { Hash = hash, UserName = user.Name, Authority = oidc.Authority, RoleValues = [.. user.RoleValues] }, oidc.SessionLifetime, cancellationToken);

    /// <summary>Whose session it is; null when it has ended, its key was revoked or has expired, or its user has no role any more.</summary>
    /// <param name="text">The cookie's.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <param name="isUse">Whether it is a call of the session, which keeps it from ending as idle.</param>
    public async Task<SessionKey?> FindAsync(string text, CancellationToken cancellationToken, bool isUse = true)
    {
        var (hash, now) = (KeyText.Hash(text), clock.GetUtcNow().UtcDateTime);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await Open(db, now).SingleOrDefaultAsync(one => one.Session.Hash == hash, cancellationToken) is not { } found || Owner(found.Session, found.Key, now) is not { } owner)
        {
            return null;
        }

        if (isUse && now - found.Session.UsedAt >= UseStep)
        {
            await db.Sessions.Where(session => session.Hash == hash)
                .ExecuteUpdateAsync(session => session.SetProperty(row => row.UsedAt, now), cancellationToken);
        }

        return owner;
    }

    /// <returns>Whether it had begun at a provider.</returns>
    public async Task<bool> EndAsync(string text, CancellationToken cancellationToken)
    {
        var hash = KeyText.Hash(text);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var ofUser = await db.Sessions.AnyAsync(session => session.Hash == hash && session.UserName != null, cancellationToken);
        await db.Sessions.Where(session => session.Hash == hash).ExecuteDeleteAsync(cancellationToken);
        return ofUser;
    }

    /// <summary>All that somebody can still use, by name and from the oldest login on.</summary>
    public async Task<IReadOnlyList<OpenSession>> ListAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return
        [
            .. from one in await Open(db, now).ToListAsync(cancellationToken)
               let owner = Owner(one.Session, one.Key, now)
               where owner is not null
               orderby owner.Name, one.Session.CreatedAt
               select new OpenSession(owner.Name, owner.Role, one.Session.CreatedAt, one.Session.UsedAt, owner.ExpiresAt),
        ];
    }

    /// <summary>Ends every session of a key, or of a user whom a provider vouched for.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> EndAllAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Sessions
            .Where(session => session.UserName == name || db.ApiKeys.Any(key => key.Id == session.ApiKeyId && key.Name == name))
            .ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<string> BeginAsync(Func<string, Session> begin, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var (text, now) = (KeyText.Generate(), clock.GetUtcNow().UtcDateTime);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await db.Sessions.Where(session => session.ExpiresAt < now || session.UsedAt < now - Idle).ExecuteDeleteAsync(cancellationToken);
        var session = begin(KeyText.Hash(text));
        (session.CreatedAt, session.ExpiresAt, session.UsedAt) = (now, now + lifetime, now);
        db.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        return text;
    }

    private static IQueryable<SessionRow> Open(HoldfastDb db, DateTime now) =>
        from session in db.Sessions.AsNoTracking()
        where session.ExpiresAt > now && session.UsedAt > now - Idle
        join one in db.ApiKeys on session.ApiKeyId equals one.Id into keys
        from key in keys.DefaultIfEmpty()
        select new SessionRow { Session = session, Key = key };

    private SessionKey? Owner(Session session, ApiKey? key, DateTime now)
    {
        if (session.UserName is null)
        {
            return key is { RevokedAt: null } && !(key.ExpiresAt <= now) ? new SessionKey(key.Name, key.Role, session.ExpiresAt) : null;
        }

        // By the present configuration: a provider or a value that was taken out of it counts no more.
        var oidc = api.Value.Oidc;
        return oidc.Enabled && session.Authority == oidc.Authority && oidc.Roles.Of(session.RoleValues ?? []) is { } role
            ? new SessionKey(session.UserName, role, session.ExpiresAt)
            : null;
    }

    private sealed class SessionRow
    {
        public required Session Session { get; init; }

        public required ApiKey? Key { get; init; }
    }
}
