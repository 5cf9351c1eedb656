using Holdfast.Hosting.Stores;
using Holdfast.Settings.Stored;

namespace Holdfast.Api.Backups;

/// <summary>Where a person finds the objects of backups, each in the store that it was made with. For one answer, then thrown away.</summary>
internal sealed class BackupUrls(SettingsReader settings)
{
    private readonly Dictionary<int, ObjectStoreOptions> _stores = [];

    /// <summary>The store of a version of its document; null for where backups go now.</summary>
    public async Task<ObjectStoreOptions> StoreAsync(int? version, CancellationToken cancellationToken)
    {
        var key = version ?? -1;
        return _stores.TryGetValue(key, out var known) ? known : _stores[key] = await settings.ObjectStoreAsync(version, cancellationToken);
    }

    public async Task<string> OfAsync(int? version, string @namespace, string timestamp, CancellationToken cancellationToken) =>
        BackupUrl.Of(await StoreAsync(version, cancellationToken), @namespace, timestamp);
}
