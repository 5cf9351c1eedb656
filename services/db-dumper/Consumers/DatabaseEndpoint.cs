using Holdfast.Contracts;
using Holdfast.Hosting.Messaging;
using Holdfast.Hosting.Runs;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Holdfast.DbDumper.Consumers;

/// <summary>The queue of all commands for databases.</summary>
internal sealed class DatabaseEndpoint(IOptions<DbDumperOptions> options) : IBusEndpoints
{
    public void Configure(IBusRegistrationContext context, IBusFactoryConfigurator bus) =>
        bus.ReceiveEndpoint(Queues.DbDumper, endpoint =>
        {
            endpoint.ForRuns(context, options.Value.Commands);
            endpoint.ConfigureConsumer<DumpDatabaseConsumer>(context);
            endpoint.ConfigureConsumer<PreflightDatabaseConsumer>(context);
            endpoint.ConfigureConsumer<PrepareDatabaseConsumer>(context);
            endpoint.ConfigureConsumer<CommitDatabaseConsumer>(context);
            endpoint.ConfigureConsumer<DiscardDatabaseConsumer>(context);
            endpoint.ConfigureConsumer<RollBackDatabaseConsumer>(context);
            endpoint.ConfigureConsumer<ForgetPreviousDatabaseConsumer>(context);
        });
}
