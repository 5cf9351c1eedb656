using Holdfast.Contracts.Components;

namespace Holdfast.Api.Restores;

/// <summary>Something found out about a component.</summary>
/// <param name="Component">Such as <c>db/airflow</c>.</param>
/// <param name="Blocking">Whether a restore would fail because of it.</param>
/// <param name="Text">In plain words.</param>
internal sealed record FindingAnswer(ComponentId Component, bool Blocking, string Text);
