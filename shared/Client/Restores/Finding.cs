namespace Holdfast.Client.Restores;

/// <summary>Something found out about a component.</summary>
/// <param name="Component">Such as <c>db/airflow</c>.</param>
/// <param name="Blocking">Whether a restore would fail because of it.</param>
/// <param name="Text">In plain words.</param>
public sealed record Finding(string Component, bool Blocking, string Text);
