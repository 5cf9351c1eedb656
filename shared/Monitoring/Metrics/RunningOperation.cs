namespace Holdfast.Monitoring.Metrics;

/// <summary>An operation that has not ended.</summary>
/// <param name="Kind"><c>backup</c>, <c>restore</c> or <c>drill</c>.</param>
/// <param name="StartedAt">When it began.</param>
internal sealed record RunningOperation(string Kind, DateTime StartedAt);
