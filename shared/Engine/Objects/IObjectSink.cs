namespace Holdfast.Engine.Objects;

/// <summary>Takes finished objects of one namespace and makes them durable.</summary>
/// <remarks>
/// An object becomes visible whole or not at all, and is never overwritten: storing a key that exists with the same bytes succeeds
/// (a repeated request), with other bytes fails with <see cref="ObjectExistsException"/>. Implementations retry what is transient;
/// whatever they throw ends the run. Calls may be concurrent.
/// </remarks>
public interface IObjectSink
{
    /// <summary>Stores <paramref name="item"/> and returns when it is durable. The staged file is gone afterwards.</summary>
    /// <exception cref="ObjectExistsException">Other bytes are already stored under this key.</exception>
    Task StoreAsync(StagedObject item, CancellationToken cancellationToken);
}
