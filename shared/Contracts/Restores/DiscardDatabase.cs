using Holdfast.Contracts.Runs;

namespace Holdfast.Contracts.Restores;

/// <summary>Remove what was prepared, if anything; the live database stays. Answered with <see cref="ComponentDiscarded"/> or ComponentFailed.</summary>
public sealed record DiscardDatabase : RunCommand;
