using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Holdfast.State.Database;

/// <summary>Brings the schema up to date before any other service of the host starts.</summary>
internal sealed class StateMigration(IOptions<StateOptions> options) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => StateDatabase.MigrateAsync(options.Value, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
