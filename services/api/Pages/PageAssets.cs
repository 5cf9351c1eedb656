using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Holdfast.Api.Pages;

/// <summary>The files of the pages, which are part of this assembly. There is no folder that a path could lead out of: what is not in the list is not there.</summary>
internal sealed class PageAssets
{
    /// <summary>What a page is opened with.</summary>
    public const string Start = "index.html";

    /// <summary>Before the name of each resource; the project file sets it.</summary>
    private const string Prefix = "pages/";

    private readonly Dictionary<string, PageAsset> _assets = typeof(PageAssets).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(name => name[Prefix.Length..], Load, StringComparer.Ordinal);

    /// <summary>Such as <c>views/login.js</c>.</summary>
    public IReadOnlyCollection<string> Paths => _assets.Keys;

    public PageAsset? Find(string path) => _assets.GetValueOrDefault(path);

    private static PageAsset Load(string name)
    {
        using var resource = typeof(PageAssets).Assembly.GetManifestResourceStream(name)!;
        using var content = new MemoryStream();
        resource.CopyTo(content);
        var bytes = content.ToArray();
        return new PageAsset(bytes, TypeOf(name), new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\""));
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"What is a '{other}'? {name}"),
    };
}
