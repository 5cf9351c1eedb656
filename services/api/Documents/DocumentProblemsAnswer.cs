using Holdfast.Settings.Documents;

namespace Holdfast.Api.Documents;

/// <summary>Why a document cannot hold.</summary>
/// <param name="Code">400.</param>
/// <param name="Message">All problems in one text.</param>
/// <param name="Problems">Each with its field.</param>
internal sealed record DocumentProblemsAnswer(int Code, string Message, IReadOnlyList<FieldProblem> Problems);
