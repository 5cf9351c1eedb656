using System.Text.Json.Serialization;

namespace Holdfast.Contracts.Components;

/// <summary>What a component is; in text <c>db</c> or <c>volume</c>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ComponentKind>))]
public enum ComponentKind
{
    /// <summary>A PostgreSQL database.</summary>
    Database,

    /// <summary>A directory tree.</summary>
    Volume,
}
