using Holdfast.Contracts.Storage;
using Holdfast.Uploader.Objects;
using MassTransit;

namespace Holdfast.Uploader.Consumers;

/// <summary>Brings an object into staging.</summary>
internal sealed class StageObjectConsumer(ObjectStaging staging, Answers answers) : IConsumer<StageObject>
{
    public Task Consume(ConsumeContext<StageObject> context) =>
        answers.RespondAsync(context, context.Message.Namespace, context.Message.Key, token => staging.StageAsync(context.Message, token));
}
