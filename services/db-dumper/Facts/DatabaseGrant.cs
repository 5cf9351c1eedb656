namespace Holdfast.DbDumper.Facts;

/// <summary>One privilege on a database.</summary>
/// <param name="Grantor">Who gave it.</param>
/// <param name="Grantee">Who has it; null for everybody.</param>
/// <param name="Privilege"><c>CREATE</c>, <c>CONNECT</c> or <c>TEMPORARY</c>.</param>
/// <param name="Grantable">Whether the grantee may pass it on.</param>
internal sealed record DatabaseGrant(string Grantor, string? Grantee, string Privilege, bool Grantable);
