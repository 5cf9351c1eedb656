using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;

namespace Holdfast.Engine.Retention;

/// <summary>An object to delete.</summary>
/// <param name="Item">As the listing shows it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Reason">Why it goes.</param>
public sealed record Deletion(ObjectInfo Item, ObjectKind Kind, DeletionReason Reason);
