using Holdfast.Api.Answers;
using Holdfast.State.Access;
using Holdfast.State.Database;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Api.Access;

/// <summary>The keys in the state database.</summary>
internal sealed class ApiKeys(IDbContextFactory<HoldfastDb> dbs, TimeProvider clock)
{
    /// <summary>How exact the last use is: a database write for every call would be dear.</summary>
    private static readonly TimeSpan UseStep = TimeSpan.FromMinutes(1);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>The valid key with this hash of its text; null when there is none. Its use is remembered.</summary>
    public async Task<ApiKey?> UseAsync(string hash, CancellationToken cancellationToken)
    {
        var now = Now;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var key = await Valid(db.ApiKeys, now).AsNoTracking().SingleOrDefaultAsync(key => key.Hash == hash, cancellationToken);
        if (key is null || !KeyText.SameHash(key.Hash, hash))
        {
            return null;
        }

        if (key.LastUsedAt is null || now - key.LastUsedAt >= UseStep)
        {
            await db.ApiKeys.Where(row => row.Id == key.Id).ExecuteUpdateAsync(row => row.SetProperty(key => key.LastUsedAt, now), cancellationToken);
        }

        return key;
    }

    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.ApiKeys.AsNoTracking().OrderBy(key => key.Name).ToListAsync(cancellationToken);
    }

    /// <summary>Makes a key.</summary>
    /// <returns>Its text, which nobody can get again.</returns>
    /// <exception cref="CallRefusedException">The name was used before; the audit log refers to names, so they are not used twice.</exception>
    public async Task<string> CreateAsync(string name, string role, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var text = KeyText.Generate();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.ApiKeys.AnyAsync(key => key.Name == name, cancellationToken))
        {
            throw CallRefusedException.Conflict($"there is or was a key named '{name}'");
        }

        var key = New(name, role, text);
        key.ExpiresAt = expiresAt?.UtcDateTime;
        db.Add(key);
        await db.SaveChangesAsync(cancellationToken);
        return text;
    }

    /// <summary>Makes a key useless from now on; the row stays, so that its name in the audit log keeps its meaning.</summary>
    /// <exception cref="CallRefusedException">There is no such key, or it is the last one that can manage keys.</exception>
    public async Task RevokeAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var key = await db.ApiKeys.SingleOrDefaultAsync(key => key.Name == name && key.RevokedAt == null, cancellationToken)
            ?? throw CallRefusedException.NotFound($"there is no key named '{name}'");
        if (key.Role == Roles.Admin
            && !await Valid(db.ApiKeys, Now).AnyAsync(other => other.Role == Roles.Admin && other.ExpiresAt == null && other.Id != key.Id, cancellationToken))
        {
            throw CallRefusedException.Conflict($"'{name}' is the last key of an administrator");
        }

        key.RevokedAt = Now;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Makes exactly this text the administrator's key of this name.</summary>
    public async Task SetAsync(string name, string text, CancellationToken cancellationToken)
    {
        var hash = KeyText.Hash(text);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var key = await db.ApiKeys.SingleOrDefaultAsync(key => key.Hash == hash || key.Name == name, cancellationToken);
        if (key is null)
        {
            db.Add(New(name, Roles.Admin, text));
        }
        else
        {
            (key.Hash, key.Role, key.RevokedAt, key.ExpiresAt) = (hash, Roles.Admin, null, null);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Makes an administrator's key if there is no valid one.</summary>
    /// <returns>The new key's text; null when there was one.</returns>
    public async Task<string?> CreateFirstAsync(CancellationToken cancellationToken)
    {
        await using (var db = await dbs.CreateDbContextAsync(cancellationToken))
        {
            if (await Valid(db.ApiKeys, Now).AnyAsync(key => key.Role == Roles.Admin, cancellationToken))
            {
                return null;
            }
        }

        var text = KeyText.Generate();
        await SetAsync("admin", text, cancellationToken);
        return text;
    }

    private static IQueryable<ApiKey> Valid(IQueryable<ApiKey> keys, DateTime now) =>
        keys.Where(key => key.RevokedAt == null && (key.ExpiresAt == null || key.ExpiresAt > now));

    private ApiKey New(string name, string role, string text) => new()
    {
        Id = Guid.NewGuid(),
        Name = name,
        Role = role,
        Hash = KeyText.Hash(text),
        CreatedAt = Now,
    };
}
