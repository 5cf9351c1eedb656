namespace Holdfast.ObjectStores.Diagnosis;

/// <summary>Whether a store can be used for backups, in words for an operator.</summary>
/// <param name="Ok">Whether objects can be stored, read, listed and deleted.</param>
/// <param name="Step">The step that failed first; <see cref="StoreStep.Clock"/>, the last one, when none did.</param>
/// <param name="Message">What was found, one or more sentences without secrets.</param>
/// <param name="Hint">What to do about it; empty when there is nothing to do.</param>
public sealed record StoreDiagnosis(bool Ok, StoreStep Step, string Message, string Hint);
