namespace Holdfast.Engine.Catalogs;

/// <summary>A catalog's chunk has the right hash but not the right form: it was written by a faulty or hostile program. Nothing is restored from it.</summary>
public sealed class CatalogFormatException(string what, Exception? cause = null)
    : IOException($"The catalog is not valid: {what}", cause);
