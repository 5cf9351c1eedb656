using Holdfast.Contracts.Storage;
using Holdfast.Uploader.Objects;
using MassTransit;

namespace Holdfast.Uploader.Consumers;

/// <summary>Puts a staged file into the store.</summary>
internal sealed class StoreObjectConsumer(ObjectStoring storing, Answers answers) : IConsumer<StoreObject>
{
    public Task Consume(ConsumeContext<StoreObject> context) =>
        answers.RespondAsync(context, context.Message.Namespace, context.Message.Key, token => storing.StoreAsync(context.Message, token));
}
