using Holdfast.Contracts.Components;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Holdfast.State.Database;

/// <summary>A component is stored as its text.</summary>
internal sealed class ComponentIdConverter() : ValueConverter<ComponentId, string>(
    component => component.ToString(),
    text => ComponentId.Parse(text));
