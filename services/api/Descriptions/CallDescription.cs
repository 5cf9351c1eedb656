namespace Holdfast.Api.Descriptions;

/// <summary>What the OpenAPI document says of a call, beyond what can be told from the endpoint itself.</summary>
/// <remarks>Authentication, roles, the errors that every call can have and the limits of bodies are added by <see cref="DescribedCalls"/>.</remarks>
internal sealed record CallDescription
{
    /// <summary>Names the call for generators of clients, such as <c>requestBackup</c>; never changed.</summary>
    public required string Id { get; init; }

    /// <summary>The heading under which it stands.</summary>
    public required string Group { get; init; }

    /// <summary>A few words.</summary>
    public required string Summary { get; init; }

    /// <summary>What has to be known to use it, as Markdown.</summary>
    public string? Details { get; init; }

    /// <summary>Parameters in path, query string and headers.</summary>
    public IReadOnlyList<CallParameter> Parameters { get; init; } = [];

    /// <summary>The JSON that it takes; null when it takes none.</summary>
    public CallBodyDescription? Body { get; init; }

    /// <summary>How it succeeds.</summary>
    public required IReadOnlyList<CallAnswer> Answers { get; init; }

    /// <summary>Errors of its own, each with an example of its message.</summary>
    public IReadOnlyList<CallRefusal> Refusals { get; init; } = [];
}
