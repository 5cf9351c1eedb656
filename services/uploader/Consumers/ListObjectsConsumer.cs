using Holdfast.Contracts.Storage;
using Holdfast.Uploader.Objects;
using MassTransit;

namespace Holdfast.Uploader.Consumers;

/// <summary>Lists objects.</summary>
internal sealed class ListObjectsConsumer(ObjectListings listings, Answers answers) : IConsumer<ListObjects>
{
    public Task Consume(ConsumeContext<ListObjects> context) =>
        answers.RespondAsync(context, context.Message.Namespace, key: null, token => listings.ListAsync(context.Message, token));
}
