namespace Holdfast.Client.Notifications;

/// <summary>Something that was, or is to be, told.</summary>
public sealed record Notification
{
    public required Guid Id { get; init; }

    public required string Event { get; init; }

    /// <summary><c>webhook</c>, <c>ping</c> or <c>email</c>.</summary>
    public required string Channel { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary><c>pending</c>, <c>delivered</c> or <c>given up</c>.</summary>
    public required string Outcome { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public required int Attempts { get; init; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Problem { get; init; }
}
