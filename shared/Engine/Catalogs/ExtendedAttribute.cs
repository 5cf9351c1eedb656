namespace Holdfast.Engine.Catalogs;

/// <summary>An extended attribute; access control lists are among them (<c>system.posix_acl_access</c>, <c>system.posix_acl_default</c>).</summary>
/// <param name="Name">Full name with its namespace, e.g. <c>user.comment</c>.</param>
/// <param name="Value">The bytes as the kernel gives them.</param>
public sealed record ExtendedAttribute(string Name, byte[] Value);
