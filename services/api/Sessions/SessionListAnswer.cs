namespace Holdfast.Api.Sessions;

/// <summary>Who is logged in.</summary>
internal sealed record SessionListAnswer(IEnumerable<OpenSession> Sessions);
