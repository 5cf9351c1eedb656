using Holdfast.Contracts.Auditing;
using Holdfast.Uploader.Consumers;
using MassTransit;

namespace Holdfast.Uploader.Auditing;

/// <summary>Stores parts of the audit log, and removes old ones.</summary>
internal sealed class AuditConsumer(AuditObjects objects, Answers answers) : IConsumer<StoreAuditLog>, IConsumer<RemoveAuditLog>
{
    public Task Consume(ConsumeContext<StoreAuditLog> context) => answers.RespondAsync(
        context, context.Message.Namespace, AuditObjects.KeyOf(context.Message.Batch), token => objects.StoreAsync(context.Message, token));

    public Task Consume(ConsumeContext<RemoveAuditLog> context) =>
        answers.RespondAsync(context, context.Message.Namespace, key: null, token => objects.RemoveAsync(context.Message, token));
}
