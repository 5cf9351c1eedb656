namespace Holdfast.Api.Documents;

/// <summary>Whether backups can be stored in a store.</summary>
/// <param name="Usable">Whether they can.</param>
/// <param name="Location">Which store.</param>
/// <param name="Step">The last thing that was tried.</param>
/// <param name="Message">What came of it.</param>
/// <param name="Hint">What to do, when it is not usable.</param>
internal sealed record StoreTestAnswer(bool Usable, string Location, string Step, string Message, string? Hint);
