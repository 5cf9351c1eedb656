namespace Holdfast.Engine.Repositories;

/// <summary>A repository that exists once its objects are stored.</summary>
/// <param name="Repository">Ready for use once the objects are stored.</param>
/// <param name="Objects">
/// To be stored in this order, each unless its key is taken. The last one decides: where its key was taken by other bytes, another
/// process was first, and its repository is to be opened instead. The key file left over then does no harm.
/// </param>
public sealed record NewRepository(Repository Repository, IReadOnlyList<NewObject> Objects);
