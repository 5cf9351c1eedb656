using Holdfast.Contracts.Runs;

namespace Holdfast.Contracts.Restores;

/// <summary>Swap the prepared database in and keep the previous one. Answered with <see cref="ComponentCommitted"/> or ComponentFailed, which says that the live database is the old one.</summary>
public sealed record CommitDatabase : RunCommand;
