using Holdfast.Api.Access;
using Holdfast.State.Access;
using Holdfast.State.Database;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Api.Sessions;

/// <summary>The sessions in the state database, the same for every process of the API.</summary>
internal sealed class OpenSessions(IDbContextFactory<HoldfastDb> dbs, TimeProvider clock)
{
    /// <summary>A session ends so long after its login.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>And when nothing was called for so long.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(1);

    /// <summary>How exact the last use is: a database write for every call would be dear.</summary>
    private static readonly TimeSpan UseStep = TimeSpan.FromMinutes(1);

    /// <summary>Begins a session. Ended ones are forgotten.</summary>
    /// <returns>The cookie's text, which nobody can get again.</returns>
    public async Task<string> BeginAsync(ApiKey key, CancellationToken cancellationToken)
    {
        var (text, now) = (KeyText.Generate(), clock.GetUtcNow().UtcDateTime);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await db.Sessions.Where(session => session.ExpiresAt < now || session.UsedAt < now - Idle).ExecuteDeleteAsync(cancellationToken);
        db.Add(new Session { Hash = KeyText.Hash(text), ApiKeyId = key.Id, CreatedAt = now, ExpiresAt = now + Lifetime, UsedAt = now });
        await db.SaveChangesAsync(cancellationToken);
        return text;
    }

    /// <summary>Whose session it is; null when it has ended, or its key was revoked or has expired.</summary>
    public async Task<SessionKey?> FindAsync(string text, CancellationToken cancellationToken)
    {
        var (hash, now) = (KeyText.Hash(text), clock.GetUtcNow().UtcDateTime);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var found = await (
            from session in db.Sessions
            join key in db.ApiKeys on session.ApiKeyId equals key.Id
            where session.Hash == hash && session.ExpiresAt > now && session.UsedAt > now - Idle
                && key.RevokedAt == null && (key.ExpiresAt == null || key.ExpiresAt > now)
            select new { key.Name, key.Role, session.ExpiresAt, session.UsedAt }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return null;
        }

        if (now - found.UsedAt >= UseStep)
        {
            await db.Sessions.Where(session => session.Hash == hash)
                .ExecuteUpdateAsync(session => session.SetProperty(row => row.UsedAt, now), cancellationToken);
        }

        return new SessionKey(found.Name, found.Role, found.ExpiresAt);
    }

    public async Task EndAsync(string text, CancellationToken cancellationToken)
    {
        var hash = KeyText.Hash(text);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await db.Sessions.Where(session => session.Hash == hash).ExecuteDeleteAsync(cancellationToken);
    }
}
