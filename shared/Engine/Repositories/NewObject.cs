namespace Holdfast.Engine.Repositories;

/// <summary>A small object that is to be stored unless its key is taken.</summary>
/// <param name="Key">Key relative to the namespace.</param>
/// <param name="Content">Its bytes.</param>
public sealed record NewObject(string Key, ReadOnlyMemory<byte> Content);
