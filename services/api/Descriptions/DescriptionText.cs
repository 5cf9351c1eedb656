using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Holdfast.Api.Descriptions;

/// <summary>The document's text. It is written once: it depends on nothing that changes while the process runs.</summary>
internal sealed class DescriptionText(IServiceProvider services)
{
    private readonly Lazy<Task<byte[]>> _text = new(() => WriteAsync(services));

    public Task<byte[]> GetAsync() => _text.Value;

    private static async Task<byte[]> WriteAsync(IServiceProvider services)
    {
        var provider = services.GetRequiredKeyedService<IOpenApiDocumentProvider>(ApiDescription.Name);
        var document = await provider.GetOpenApiDocumentAsync(CancellationToken.None);
        using var stream = new MemoryStream();
        await document.SerializeAsJsonAsync(stream, OpenApiSpecVersion.OpenApi3_1, CancellationToken.None);
        return stream.ToArray();
    }
}
