using Holdfast.Contracts.Runs;

namespace Holdfast.Contracts.Restores;

/// <summary>The previous data is gone.</summary>
public sealed record ComponentForgotten : RunEvent;
