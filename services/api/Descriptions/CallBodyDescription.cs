namespace Holdfast.Api.Descriptions;

/// <summary>The JSON that a call takes.</summary>
/// <param name="Type">The type that it is read into, or a document of settings.</param>
/// <param name="Required">Whether the call means nothing without it.</param>
/// <param name="Examples">By name.</param>
internal sealed record CallBodyDescription(Type Type, bool Required, params IReadOnlyList<(string Name, string Json)> Examples);
