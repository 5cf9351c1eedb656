using Holdfast.Api.Answers;
using Holdfast.Settings.Documents;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Api.Documents;

/// <summary>400: a document cannot hold.</summary>
internal sealed class DocumentRefusedException(IReadOnlyList<FieldProblem> problems)
    : CallRefusedException(StatusCodes.Status400BadRequest, string.Join("; ", problems))
{
    /// <summary>All of them.</summary>
    public override object Answer => new DocumentProblemsAnswer(Status, Message, problems);
}
