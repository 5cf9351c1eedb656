using Holdfast.Hosting.Configuration;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Api;

/// <summary>Checks the section <c>Api</c>.</summary>
internal sealed class ApiOptionsValidator : IValidateOptions<ApiOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiOptions options) => OptionsRegistration.Result(
        from url in options.Urls.Split(';', StringSplitOptions.TrimEntries)
        where !(url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        select $"Api:Urls '{url}' is not an address such as http://127.0.0.1:8080.");
}
