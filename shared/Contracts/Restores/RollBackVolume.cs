using Holdfast.Contracts.Runs;

namespace Holdfast.Contracts.Restores;

/// <summary>Bring the previous tree back if this operation swapped it out, and remove what was prepared or restored. Answered with <see cref="ComponentRolledBack"/> or ComponentFailed.</summary>
public sealed record RollBackVolume : RunCommand;
