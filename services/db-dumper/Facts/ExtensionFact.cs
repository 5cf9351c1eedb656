namespace Holdfast.DbDumper.Facts;

/// <summary>An extension installed in a database.</summary>
internal sealed record ExtensionFact(string Name, string Version, string Schema);
