using Holdfast.Contracts;
using Holdfast.Hosting.Messaging;
using Holdfast.Uploader.Auditing;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Holdfast.Uploader.Consumers;

/// <summary>The queue of requests and commits, and that of deletion, whose messages are worked on one after the other.</summary>
internal sealed class UploaderEndpoints(IOptions<UploaderOptions> options) : IBusEndpoints
{
    public void Configure(IBusRegistrationContext context, IBusFactoryConfigurator bus)
    {
        bus.ReceiveEndpoint(Queues.Uploader, endpoint =>
        {
            endpoint.ForLongWork(options.Value.Slots);
            endpoint.ConfigureConsumer<StoreObjectConsumer>(context);
            endpoint.ConfigureConsumer<StageObjectConsumer>(context);
            endpoint.ConfigureConsumer<ListObjectsConsumer>(context);
            endpoint.ConfigureConsumer<CommitBackupConsumer>(context);
            endpoint.ConfigureConsumer<FindBackupConsumer>(context);
            endpoint.ConfigureConsumer<ListBackupsConsumer>(context);
            endpoint.ConfigureConsumer<TestObjectStoreConsumer>(context);
            endpoint.ConfigureConsumer<AuditConsumer>(context);
        });
        bus.ReceiveEndpoint(Queues.Retention, endpoint =>
        {
            endpoint.ForLongWork(slots: 1);
            endpoint.ConfigureConsumer<DeleteBackupConsumer>(context);
            endpoint.ConfigureConsumer<SweepRetentionConsumer>(context);
        });
    }
}
