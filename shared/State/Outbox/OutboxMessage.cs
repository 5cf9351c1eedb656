using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Outbox;

/// <summary>A message in its envelope that waits to be sent, written in the transaction that decided to send it.</summary>
public sealed class OutboxMessage
{
    /// <summary>Given by the database; the order of sending.</summary>
    public long Id { get; set; }

    public required string Destination { get; set; }

    public required string ContentType { get; set; }

    /// <summary>The serialized envelope.</summary>
    public required string Body { get; set; }

    /// <summary>Whether a destination without a queue is an error.</summary>
    public bool Mandatory { get; set; }

    /// <summary>How often sending has failed.</summary>
    public int Attempts { get; set; }

    /// <summary>Not to be sent before.</summary>
    public DateTime DueAt { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<OutboxMessage>
    {
        public void Configure(EntityTypeBuilder<OutboxMessage> builder)
        {
            builder.HasIndex(message => message.DueAt);
        }
    }
}
