using Holdfast.Contracts.Runs;

namespace Holdfast.Contracts.Restores;

/// <summary>The component holds what it held before the restore, and nothing prepared or restored remains.</summary>
public sealed record ComponentRolledBack : RunEvent;
