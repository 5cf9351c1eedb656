namespace Holdfast.Api.Descriptions;

/// <summary>One way in which a call succeeds.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Text">When it is answered so.</param>
/// <param name="Type">What the body is written from; null where the example says all.</param>
/// <param name="Examples">Bodies, by name.</param>
internal sealed record CallAnswer(int Status, string Text, Type? Type, params IReadOnlyList<(string Name, string Json)> Examples)
{
    /// <summary>The body's format.</summary>
    public string Format { get; init; } = "application/json";
}
