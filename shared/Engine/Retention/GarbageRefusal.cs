namespace Holdfast.Engine.Retention;

/// <summary>Nothing is deleted, and why.</summary>
/// <param name="Doubt">For programs.</param>
/// <param name="Message">For the operator: what is doubtful, and what can be done.</param>
public sealed record GarbageRefusal(GarbageDoubt Doubt, string Message);
