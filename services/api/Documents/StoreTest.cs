using Holdfast.Api.Operations;
using Holdfast.Contracts.Settings;
using Holdfast.Hosting.Platform;
using Holdfast.Settings.Documents;
using Holdfast.Settings.Stored;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Documents;

/// <summary>Has the uploader try a store. A candidate's secrets travel sealed, as they would be stored.</summary>
internal sealed class StoreTest(SettingsReader settings, DocumentUpdate update, Requests requests, IOptions<PlatformOptions> platform)
{
    /// <summary>Tries a candidate; null for the document that is stored.</summary>
    public async Task<ObjectStoreTested> RunAsync(DocumentReading? candidate, CancellationToken cancellationToken)
    {
        var stored = await settings.ReadAsync(Document.ObjectStore, cancellationToken);
        return await requests.TestAsync(
            new TestObjectStore
            {
                Namespace = platform.Value.Namespace,
                Candidate = candidate is null ? null : StoredDocument.Write(update.Apply(stored, candidate)),
            },
            cancellationToken);
    }
}
