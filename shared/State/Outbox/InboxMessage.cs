using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Holdfast.State.Outbox;

/// <summary>A message that a consumer has handled, so that its redelivery or a second dispatch is not handled again.</summary>
public sealed class InboxMessage
{
    public Guid MessageId { get; set; }

    /// <summary>Names the endpoint and consumer.</summary>
    public Guid ConsumerId { get; set; }

    public DateTime ConsumedAt { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<InboxMessage>
    {
        public void Configure(EntityTypeBuilder<InboxMessage> builder)
        {
            builder.HasKey(message => new { message.MessageId, message.ConsumerId });
            builder.HasIndex(message => message.ConsumedAt);
        }
    }
}
