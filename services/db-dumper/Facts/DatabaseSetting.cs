namespace Holdfast.DbDumper.Facts;

/// <summary>A parameter that <c>ALTER DATABASE … SET</c> or <c>ALTER ROLE … SET</c> has stored.</summary>
/// <param name="Role">The role for which it holds; null for all.</param>
/// <param name="Name">The parameter.</param>
/// <param name="Value">As the catalog keeps it; a list parameter's elements are quoted in it where they need to be.</param>
internal sealed record DatabaseSetting(string? Role, string Name, string Value);
