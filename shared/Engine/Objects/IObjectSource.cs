namespace Holdfast.Engine.Objects;

/// <summary>Gives ranges of the stored objects of one namespace.</summary>
/// <remarks>Implementations retry what is transient. Calls may be concurrent. Bytes are not trusted: the engine checks what it reads.</remarks>
public interface IObjectSource
{
    /// <summary>Brings the named ranges of an object within reach; null means the whole object.</summary>
    /// <param name="key">Key relative to the namespace.</param>
    /// <param name="ranges">Ascending, not overlapping. Reading outside of them afterwards is an error of the caller.</param>
    /// <param name="cancellationToken">Ends the fetch.</param>
    /// <exception cref="ObjectNotFoundException">No object has this key.</exception>
    Task<IFetchedObject> FetchAsync(string key, IReadOnlyList<ByteRange>? ranges, CancellationToken cancellationToken);
}
