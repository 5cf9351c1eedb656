namespace Holdfast.Client.Components;

/// <summary>Something that every backup must cover.</summary>
/// <param name="Component">Such as <c>db/airflow</c>.</param>
/// <param name="Kind">db or volume.</param>
/// <param name="Name">Without the kind.</param>
/// <param name="ServedBy">The process that announced it last.</param>
/// <param name="FirstAnnouncedAt">When it was announced first.</param>
/// <param name="LastAnnouncedAt">When it was announced last.</param>
public sealed record RegisteredComponent(
    string Component, string Kind, string Name, string ServedBy, DateTimeOffset FirstAnnouncedAt, DateTimeOffset LastAnnouncedAt);
