using Holdfast.Contracts.Storage;
using Holdfast.Uploader.Backups;
using MassTransit;

namespace Holdfast.Uploader.Consumers;

/// <summary>Reads a backup's manifest; responds to a request, and publishes otherwise.</summary>
internal sealed class FindBackupConsumer(StoredBackups backups) : IConsumer<FindBackup>
{
    public async Task Consume(ConsumeContext<FindBackup> context)
    {
        var (found, missing) = await backups.FindAsync(context.Message, context.CancellationToken);
        var answer = found ?? (object)missing!;
        await (context.ResponseAddress is null
            ? context.Publish(answer, answer.GetType(), context.CancellationToken)
            : context.RespondAsync(answer, answer.GetType()));
    }
}
