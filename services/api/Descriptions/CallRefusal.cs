namespace Holdfast.Api.Descriptions;

/// <summary>An error that a call can have.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Message">An example of its message.</param>
/// <param name="Type">What else the body may be written from than <see cref="Answers.CodeAnswer"/>.</param>
internal sealed record CallRefusal(int Status, string Message, Type? Type = null);
