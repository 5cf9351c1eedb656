using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Holdfast.Api.Descriptions;

/// <summary>A parameter of a call.</summary>
/// <param name="Name">As it is sent.</param>
/// <param name="In">Where it is sent.</param>
/// <param name="Text">What it means.</param>
/// <param name="Schema">What may stand in it.</param>
/// <param name="Example">A good value.</param>
internal sealed record CallParameter(string Name, ParameterLocation In, string Text, OpenApiSchema Schema, JsonNode Example)
{
    private const string TimestampName = "timestamp";

    /// <summary>The timestamp of a backup, as part of the path.</summary>
    public static CallParameter TimestampInPath { get; } = new(
        TimestampName, ParameterLocation.Path, "The backup.", Schemas.Timestamp, Schemas.ExampleTimestamp);

    /// <summary>The timestamp of a backup, in the query string or as field <c>timestamp</c> of a JSON body.</summary>
    public static CallParameter Timestamp(string text) => new(
        TimestampName, ParameterLocation.Query, text, Schemas.Timestamp, Schemas.ExampleTimestamp);

    public static CallParameter Path(string name, string text, string example, OpenApiSchema? schema = null) =>
        new(name, ParameterLocation.Path, text, schema ?? Schemas.Text, example);

    public static CallParameter Query(string name, string text, OpenApiSchema schema, JsonNode example) =>
        new(name, ParameterLocation.Query, text, schema, example);
}
