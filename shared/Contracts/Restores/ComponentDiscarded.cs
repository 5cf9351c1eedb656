using Holdfast.Contracts.Runs;

namespace Holdfast.Contracts.Restores;

/// <summary>Nothing of what was prepared remains; the live data was never touched.</summary>
public sealed record ComponentDiscarded : RunEvent;
