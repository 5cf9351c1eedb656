using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Access;

/// <summary>
/// A browser that logged in: with an API key, then it can what the key can, as long as the key is valid; or through an identity provider, then
/// it can what the configuration gives to the values that the provider told.
/// </summary>
public sealed class Session
{
    /// <summary>SHA-256 of the text in the cookie, which is never stored.</summary>
    public required string Hash { get; set; }

    /// <summary>The key that it began with; null for one that began at a provider.</summary>
    public Guid? ApiKeyId { get; set; }

    /// <summary>The user's name for the audit log; null for a session of a key.</summary>
    public string? UserName { get; set; }

    /// <summary>The provider that vouched for the user.</summary>
    public string? Authority { get; set; }

    /// <summary>What the provider told of the user that gave a role at the login; null for a session of a key.</summary>
    public List<string>? RoleValues { get; set; }

    public DateTime CreatedAt { get; set; }

    public DateTime ExpiresAt { get; set; }

    /// <summary>The last call, to the minute.</summary>
    public DateTime UsedAt { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<Session>
    {
        public void Configure(EntityTypeBuilder<Session> builder)
        {
            builder.HasKey(session => session.Hash);
            builder.HasIndex(session => session.ExpiresAt);
        }
    }
}
