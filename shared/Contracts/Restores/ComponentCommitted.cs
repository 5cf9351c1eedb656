using Holdfast.Contracts.Runs;

namespace Holdfast.Contracts.Restores;

/// <summary>The component holds the backup's state; the previous data is kept.</summary>
public sealed record ComponentCommitted : RunEvent;
