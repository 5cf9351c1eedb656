using System.Text.Json.Serialization;

namespace Holdfast.Uploader.Deletion;

/// <summary>What the last sweep of a namespace left in the store.</summary>
/// <param name="Objects">How many objects.</param>
/// <param name="Backups">Timestamps of the backups.</param>
internal sealed record Remembered(int Objects, IReadOnlyList<string> Backups);

[JsonSerializable(typeof(Remembered))]
internal sealed partial class RememberedJson : JsonSerializerContext;
