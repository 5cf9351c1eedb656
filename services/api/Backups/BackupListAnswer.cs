using System.Text.Json.Serialization;

namespace Holdfast.Api.Backups;

/// <summary>The backups of the namespace, oldest first.</summary>
internal sealed record BackupListAnswer([property: JsonPropertyName("backup-list")] IEnumerable<BackupAnswer> Backups);
