using Holdfast.Contracts.Components;

namespace Holdfast.Api.Components;

/// <summary>What every backup must cover.</summary>
internal sealed record ComponentListAnswer(string Namespace, IEnumerable<ComponentListAnswer.Row> Components)
{
    /// <summary>A component that some worker has announced.</summary>
    /// <param name="Component">Such as <c>db/airflow</c>.</param>
    /// <param name="Kind">db or volume.</param>
    /// <param name="Name">Without the kind.</param>
    /// <param name="ServedBy">The process that announced it last.</param>
    /// <param name="FirstAnnouncedAt">When it was announced first.</param>
    /// <param name="LastAnnouncedAt">When it was announced last.</param>
    internal sealed record Row(
        ComponentId Component, string Kind, string Name, string ServedBy, DateTime FirstAnnouncedAt, DateTime LastAnnouncedAt);
}
