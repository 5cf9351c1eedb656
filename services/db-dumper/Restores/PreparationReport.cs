using Holdfast.DbDumper.Archives;

namespace Holdfast.DbDumper.Restores;

/// <summary>What a preparation did.</summary>
/// <param name="State">The state it leaves: prepared, or committed when a late repetition found the restore already done.</param>
/// <param name="Contents">What was rebuilt; null when an earlier call had done the work.</param>
/// <param name="Notes">What an operator should know, such as roles that were created; empty when an earlier call had done the work.</param>
internal sealed record PreparationReport(SwapState State, ArchiveContents? Contents, IReadOnlyList<string> Notes);
