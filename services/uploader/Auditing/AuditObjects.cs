using System.Globalization;
using System.Text;
using Holdfast.Contracts.Auditing;
using Holdfast.Engine.Repositories;
using Holdfast.Uploader.Stores;

namespace Holdfast.Uploader.Auditing;

/// <summary>Parts of the audit log as objects of the store where backups go now. The keys are made here, so that nothing else can be reached by them.</summary>
internal sealed class AuditObjects(NamedStores stores)
{
    /// <exception cref="ArgumentException">The namespace cannot be one.</exception>
    public async Task<AuditLogStored> StoreAsync(StoreAuditLog request, CancellationToken cancellationToken)
    {
        var (store, key) = (await stores.NowAsync(request.Namespace, cancellationToken), KeyOf(request.Batch));
        await store.PutIfAbsentAsync(key, Encoding.UTF8.GetBytes(request.Lines), cancellationToken);
        return new AuditLogStored { Key = key };
    }

    /// <exception cref="ArgumentException">The namespace cannot be one.</exception>
    public async Task<AuditLogRemoved> RemoveAsync(RemoveAuditLog request, CancellationToken cancellationToken)
    {
        var store = await stores.NowAsync(request.Namespace, cancellationToken);
        await store.DeleteAsync([.. request.Batches.Select(KeyOf)], cancellationToken);
        return new AuditLogRemoved { Count = request.Batches.Count };
    }

    internal static string KeyOf(AuditBatch batch) => string.Create(
        CultureInfo.InvariantCulture, $"{ObjectKeys.AuditPrefix}{batch.At.UtcDateTime:yyyy'-'MM'-'dd't'HH'-'mm'-'ss}-{batch.Id:N}.jsonl");
}
