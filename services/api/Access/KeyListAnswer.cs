namespace Holdfast.Api.Access;

/// <summary>All keys, revoked ones included.</summary>
internal sealed record KeyListAnswer(IEnumerable<KeyAnswer> Keys);
