using Microsoft.Net.Http.Headers;

namespace Holdfast.Api.Pages;

/// <summary>A file that a browser loads.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Type">Such as <c>text/css; charset=utf-8</c>.</param>
/// <param name="Tag">Differs when the bytes do.</param>
internal sealed record PageAsset(ReadOnlyMemory<byte> Content, string Type, EntityTagHeaderValue Tag);
