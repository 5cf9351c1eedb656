namespace Holdfast.DbDumper.Preflight;

/// <summary>Something that stands in the way of a restore, or that an operator should know before it.</summary>
/// <param name="Blocks">Whether the restore would fail.</param>
/// <param name="Message">In plain words, with what to do.</param>
internal sealed record PreflightProblem(bool Blocks, string Message);
