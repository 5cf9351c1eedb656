using System.Collections.Concurrent;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Restores;
using Holdfast.Contracts.Runs;
using MassTransit;

namespace Holdfast.Scheduler.Tests.Platform;

/// <summary>Another service on the bus that hears what is published for all.</summary>
internal sealed class Witness(Witness.Notes notes) :
    IConsumer<BackupAccepted>, IConsumer<BackupRejected>, IConsumer<BackupStarting>, IConsumer<BackupCompleted>, IConsumer<BackupFailed>,
    IConsumer<RestoreAccepted>, IConsumer<RestoreRejected>, IConsumer<RestoreCompleted>, IConsumer<RestoreFailed>, IConsumer<RestoreUndone>,
    IConsumer<OperationStopped>, IConsumer<Fault>
{
    public Task Consume(ConsumeContext<BackupAccepted> context) => notes.Add(context.Message);

    public Task Consume(ConsumeContext<BackupRejected> context) => notes.Add(context.Message);

    public Task Consume(ConsumeContext<BackupStarting> context) => notes.Add(context.Message);

    public Task Consume(ConsumeContext<BackupCompleted> context) => notes.Add(context.Message);

    public Task Consume(ConsumeContext<BackupFailed> context) => notes.Add(context.Message);

    public Task Consume(ConsumeContext<RestoreAccepted> context) => notes.Add(context.Message);

    public Task Consume(ConsumeContext<RestoreRejected> context) => notes.Add(context.Message);

    public Task Consume(ConsumeContext<RestoreCompleted> context) => notes.Add(context.Message);

    public Task Consume(ConsumeContext<RestoreFailed> context) => notes.Add(context.Message);

    public Task Consume(ConsumeContext<RestoreUndone> context) => notes.Add(context.Message);

    public Task Consume(ConsumeContext<OperationStopped> context) => notes.Add(context.Message);

    public Task Consume(ConsumeContext<Fault> context) => notes.Add(context.Message);

    /// <summary>What was heard.</summary>
    internal sealed class Notes
    {
        private readonly ConcurrentQueue<object> _messages = [];

        public Task Add(object message)
        {
            _messages.Enqueue(message);
            return Task.CompletedTask;
        }

        public IReadOnlyList<T> Of<T>() => [.. _messages.OfType<T>()];
    }
}
