namespace Holdfast.Hosting.Hooks;

/// <summary>Says that a component's hook before was begun, and the one after is still to be called.</summary>
/// <param name="Namespace">Of the backup.</param>
/// <param name="Component">Such as <c>db/airflow</c>.</param>
/// <param name="OperationId">The backup's operation.</param>
/// <param name="RunId">The run that has the lease.</param>
/// <param name="Timestamp">Of the backup.</param>
/// <param name="Error">What is told of the run when its worker has died: the hook for failures is to be called; null when it was, or need not be.</param>
/// <param name="Until">From then on its worker is taken for dead.</param>
internal sealed record HookLease(string Namespace, string Component, Guid OperationId, Guid RunId, string? Timestamp, string? Error, DateTimeOffset Until);
