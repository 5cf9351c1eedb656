using Holdfast.Hosting.Configuration;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Api;

/// <summary>Checks the section <c>Api</c>.</summary>
internal sealed class ApiOptionsValidator : IValidateOptions<ApiOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiOptions options) => OptionsRegistration.Result([.. Addresses(options), .. Certificate(options), .. Proxies(options), .. OidcOptionsProblems.Of(options.Oidc)]);

    private static IEnumerable<string> Addresses(ApiOptions options) =>
        from url in options.Urls.Split(';', StringSplitOptions.TrimEntries)
        where !(url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        select $"Api:Urls '{url}' is not an address such as http://127.0.0.1:8080.";

    private static IEnumerable<string> Proxies(ApiOptions options) =>
        from proxy in options.TrustedProxies
        where ApiOptions.Network(proxy) is null
        select $"Api:trustedProxies '{proxy}' is neither an address nor a network such as 10.0.0.0/8.";

    private static IEnumerable<string> Certificate(ApiOptions options)
    {
        var files = new[] { ("certificateFile", options.CertificateFile), ("certificateKeyFile", options.CertificateKeyFile) };
        return options.HasTls || files.Any(file => file.Item2.Length > 0)
            ? from file in files
              where !File.Exists(file.Item2)
              select file.Item2.Length == 0
                  ? $"Api:{file.Item1} is missing: TLS needs a PEM file with the certificate and one with its key."
                  : $"Api:{file.Item1} '{file.Item2}' does not exist."
            : [];
    }
}
