using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Access;

/// <summary>A browser that logged in with an API key. It can what the key can, as long as the key is valid.</summary>
public sealed class Session
{
    /// <summary>SHA-256 of the text in the cookie, which is never stored.</summary>
    public required string Hash { get; set; }

    public Guid ApiKeyId { get; set; }

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
