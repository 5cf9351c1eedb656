namespace Holdfast.Monitoring.Metrics;

/// <summary>A drill that ended.</summary>
/// <param name="Success">Whether everything could be rebuilt, and nothing of it is left.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
internal sealed record EndedDrill(bool Success, DateTime StartedAt, DateTime EndedAt);
