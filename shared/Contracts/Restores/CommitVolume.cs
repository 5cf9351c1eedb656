using Holdfast.Contracts.Runs;

namespace Holdfast.Contracts.Restores;

/// <summary>Swap the prepared tree in and keep the previous one. Answered with <see cref="ComponentCommitted"/> or ComponentFailed, which says that the live tree is the old one, or will be when rolled back.</summary>
public sealed record CommitVolume : RunCommand;
