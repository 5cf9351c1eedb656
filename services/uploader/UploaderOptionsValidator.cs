using Holdfast.Hosting.Configuration;
using Microsoft.Extensions.Options;

namespace Holdfast.Uploader;

/// <summary>Checks the section <c>Uploader</c>.</summary>
internal sealed class UploaderOptionsValidator : IValidateOptions<UploaderOptions>
{
    public ValidateOptionsResult Validate(string? name, UploaderOptions options) => OptionsRegistration.Result(Problems(options));

    private static IEnumerable<string> Problems(UploaderOptions options)
    {
        if (options.Slots is < 1 or > 500)
        {
            yield return $"Uploader:Slots is {options.Slots}, but must be 1 to 500.";
        }

        if (options.LeftoverAge < TimeSpan.FromHours(1))
        {
            yield return $"Uploader:LeftoverAge is {options.LeftoverAge}, but must be an hour at least: what is being written must not look abandoned.";
        }
    }
}
