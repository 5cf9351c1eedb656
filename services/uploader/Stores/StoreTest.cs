using Holdfast.Contracts.Settings;
using Holdfast.Hosting.Stores;
using Holdfast.Settings.Documents;
using Holdfast.Settings.Stored;
using Holdfast.StoreOpening;

namespace Holdfast.Uploader.Stores;

/// <summary>Tries whether backups can be stored where a document says.</summary>
internal sealed class StoreTest(SettingsReader settings, Func<ObjectStoreOptions, ConfiguredStore> open)
{
    /// <summary>A missing bucket, container or directory is made when that is permitted, as at first use.</summary>
    public async Task<ObjectStoreTested> RunAsync(TestObjectStore request, CancellationToken cancellationToken)
    {
        var values = request.Candidate is { } candidate
            ? StoredDocument.Parse(candidate)
            : (await settings.ReadAsync(Document.ObjectStore, cancellationToken)).Values;
        var store = open(settings.OpenObjectStore(values));
        var found = await store.Diagnose(cancellationToken);
        return new ObjectStoreTested
        {
            Usable = found.Ok,
            Location = store.Location,
            Step = found.Step.ToString(),
            Message = found.Message,
            Hint = found.Hint,
        };
    }
}
