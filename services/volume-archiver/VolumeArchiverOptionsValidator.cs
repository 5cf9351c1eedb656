using Microsoft.Extensions.Options;

namespace Holdfast.VolumeArchiver;

/// <summary>Reports every wrong setting of <see cref="VolumeArchiverOptions"/> at once.</summary>
internal sealed class VolumeArchiverOptionsValidator : IValidateOptions<VolumeArchiverOptions>
{
    public ValidateOptionsResult Validate(string? name, VolumeArchiverOptions options)
    {
        (bool Good, string Problem)[] rules =
        [
            (Enum.IsDefined(options.UnreadableFiles), "VolumeArchiver:UnreadableFiles must be fail or warn."),
            (Enum.IsDefined(options.EmptiedVolumes), "VolumeArchiver:EmptiedVolumes must be fail or warn."),
            (options.Readers is >= 1 and <= 256, $"VolumeArchiver:Readers is {options.Readers}, but must be 1 to 256."),
            (options.Slots is >= 1 and <= 256, $"VolumeArchiver:Slots is {options.Slots}, but must be 1 to 256."),
        ];
        var problems = rules.Where(rule => !rule.Good).Select(rule => rule.Problem).ToArray();
        return problems.Length > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }
}
