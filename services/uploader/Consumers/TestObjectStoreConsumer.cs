using Holdfast.Contracts.Settings;
using Holdfast.Uploader.Stores;
using MassTransit;

namespace Holdfast.Uploader.Consumers;

/// <summary>Tries a store.</summary>
internal sealed class TestObjectStoreConsumer(StoreTest test, Answers answers) : IConsumer<TestObjectStore>
{
    public Task Consume(ConsumeContext<TestObjectStore> context) =>
        answers.RespondAsync(context, context.Message.Namespace, key: null, token => test.RunAsync(context.Message, token));
}
