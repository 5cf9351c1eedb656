using Holdfast.Contracts.Components;

namespace Holdfast.Hosting.Runs;

/// <summary>Components that a service of this process serves. Register one as a service and the registry hears of them.</summary>
public sealed record ServedComponents(IReadOnlyList<ComponentId> Components);
