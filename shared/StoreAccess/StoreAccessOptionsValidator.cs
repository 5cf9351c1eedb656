using Holdfast.Hosting.Configuration;
using Microsoft.Extensions.Options;

namespace Holdfast.StoreAccess;

/// <summary>Checks the section <c>StoreAccess</c>.</summary>
internal sealed class StoreAccessOptionsValidator : IValidateOptions<StoreAccessOptions>
{
    public ValidateOptionsResult Validate(string? name, StoreAccessOptions options) => OptionsRegistration.Result(
        options.StagingLimit > 0 ? [] : [$"StoreAccess:StagingLimit is {options.StagingLimit}; it must be a number of bytes above 0."]);
}
