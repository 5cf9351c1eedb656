using Holdfast.Contracts.Storage;
using Holdfast.Uploader.Backups;
using MassTransit;

namespace Holdfast.Uploader.Consumers;

/// <summary>Lists the backups of a namespace, page by page.</summary>
internal sealed class ListBackupsConsumer(StoredBackups backups, Answers answers) : IConsumer<ListBackups>
{
    public Task Consume(ConsumeContext<ListBackups> context) =>
        answers.RespondAsync(context, context.Message.Namespace, key: null, token => backups.ListAsync(context.Message, token));
}
