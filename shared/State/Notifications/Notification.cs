using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Notifications;

/// <summary>Something to be told to somebody outside, written in the transaction of what it tells of. It goes out at least once, always under its id.</summary>
public sealed class Notification
{
    public required Guid Id { get; set; }

    public int Version { get; set; }

    public required string Namespace { get; set; }

    public NotificationChannel Channel { get; set; }

    /// <summary>Such as <c>failure</c>.</summary>
    public required string Event { get; set; }

    /// <summary>One line.</summary>
    public required string Subject { get; set; }

    /// <summary>What is sent: JSON for a webhook, else text.</summary>
    public required string Body { get; set; }

    public DateTime CreatedAt { get; set; }

    /// <summary>Not to be tried before; whoever tries moves it on first, so that it comes due again if that process dies.</summary>
    public DateTime DueAt { get; set; }

    public int Attempts { get; set; }

    /// <summary>When it was delivered or given up; null while it is to be tried.</summary>
    public DateTime? EndedAt { get; set; }

    public bool Delivered { get; set; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Problem { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<Notification>
    {
        public void Configure(EntityTypeBuilder<Notification> builder)
        {
            builder.Property(row => row.Id).ValueGeneratedNever();
            builder.Property(row => row.Version).IsConcurrencyToken();
            builder.Property(row => row.Event).HasMaxLength(30);
            builder.HasIndex(row => new { row.EndedAt, row.DueAt });
            builder.HasIndex(row => new { row.Namespace, row.CreatedAt });
        }
    }
}
