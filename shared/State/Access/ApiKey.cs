using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Access;

/// <summary>A key to the REST API. The key itself is shown once and never stored.</summary>
public sealed class ApiKey
{
    public Guid Id { get; set; }

    /// <summary>Names the key in the audit log; unique.</summary>
    public required string Name { get; set; }

    /// <summary>SHA-256 of the key: keys are long and random, so no salt or slow hash is needed.</summary>
    public required string Hash { get; set; }

    public required string Role { get; set; }

    public DateTime CreatedAt { get; set; }

    /// <summary>From then on the key is useless; null for never.</summary>
    public DateTime? ExpiresAt { get; set; }

    public DateTime? RevokedAt { get; set; }

    /// <summary>The last call with the key, to the minute.</summary>
    public DateTime? LastUsedAt { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<ApiKey>
    {
        public void Configure(EntityTypeBuilder<ApiKey> builder)
        {
            builder.Property(key => key.Id).ValueGeneratedNever();
            builder.HasIndex(key => key.Hash).IsUnique();
            builder.HasIndex(key => key.Name).IsUnique();
        }
    }
}
