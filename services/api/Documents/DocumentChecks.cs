using Holdfast.Hosting.Auditing;
using Holdfast.Hosting.Backups;
using Holdfast.Hosting.Notifications;
using Holdfast.Hosting.Stores;
using Holdfast.Settings.Documents;
using Holdfast.Settings.Overrides;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Documents;

/// <summary>Checks a document together with what overrides it, by the rules that the services themselves start by.</summary>
internal sealed class DocumentChecks(
    ProcessOverrides overrides,
    IEnumerable<IValidateOptions<BackupOptions>> backup,
    IEnumerable<IValidateOptions<ObjectStoreOptions>> store,
    IEnumerable<IValidateOptions<AuditOptions>> audit,
    IEnumerable<IValidateOptions<NotificationOptions>> notification)
{
    /// <summary>Every problem; secrets may be sealed, since only that they are set matters.</summary>
    public IEnumerable<FieldProblem> Of(Document document, IReadOnlyDictionary<string, string> values) => document.Section switch
    {
        BackupOptions.Section => Problems(document, values, backup),
        ObjectStoreOptions.Section => Problems(document, values, store),
        NotificationOptions.Section => Problems(document, values, notification),
        _ => Problems(document, values, audit),
    };

    private IEnumerable<FieldProblem> Problems<T>(Document document, IReadOnlyDictionary<string, string> values, IEnumerable<IValidateOptions<T>> validators)
        where T : class, new()
    {
        var options = overrides.Bind<T>(document, values);
        return validators.SelectMany(validator => validator.Validate(null, options).Failures ?? []).Select(failure => Named(document, failure));
    }

    /// <summary>"ObjectStore:aws:s3:bucketName is empty." tells the key first.</summary>
    private static FieldProblem Named(Document document, string failure)
    {
        var (key, rest) = failure.Split(' ', 2) is [var first, var text] ? (first, text) : (document.Section, failure);
        return new FieldProblem(key[(document.Section.Length + 1)..].Replace(':', '.'), rest.TrimEnd('.'));
    }
}
