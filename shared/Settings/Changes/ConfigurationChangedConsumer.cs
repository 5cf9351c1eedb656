using Holdfast.Contracts.Settings;
using MassTransit;

namespace Holdfast.Settings.Changes;

/// <summary>Hears of changes; each process has a queue of its own for it.</summary>
internal sealed class ConfigurationChangedConsumer(SettingsSignal signal) : IConsumer<ConfigurationChanged>
{
    public Task Consume(ConsumeContext<ConfigurationChanged> context)
    {
        signal.Raise();
        return Task.CompletedTask;
    }
}
