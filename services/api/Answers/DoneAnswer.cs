namespace Holdfast.Api.Answers;

/// <summary>The answer to a change that is done.</summary>
/// <param name="Success">True.</param>
/// <param name="Message">What was done.</param>
internal sealed record DoneAnswer(bool Success, string Message);
