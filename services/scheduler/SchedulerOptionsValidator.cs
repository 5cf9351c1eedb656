using Holdfast.Hosting.Configuration;
using Microsoft.Extensions.Options;

namespace Holdfast.Scheduler;

/// <summary>Checks the section <c>Scheduler</c>.</summary>
internal sealed class SchedulerOptionsValidator : IValidateOptions<SchedulerOptions>
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, SchedulerOptions options) => OptionsRegistration.Result(Problems(options));

    private static IEnumerable<string> Problems(SchedulerOptions options)
    {
        if (options.MaxAttempts < 1)
        {
            yield return $"Scheduler:MaxAttempts {options.MaxAttempts} must be at least 1.";
        }

        (string Name, TimeSpan Value)[] spans =
        [
            (nameof(options.SilenceLimit), options.SilenceLimit), (nameof(options.UnservedLimit), options.UnservedLimit),
            (nameof(options.ResendCommandAfter), options.ResendCommandAfter), (nameof(options.AskAgainAfter), options.AskAgainAfter),
            (nameof(options.AnswerLimit), options.AnswerLimit), (nameof(options.UndoWindow), options.UndoWindow),
            (nameof(options.WatchInterval), options.WatchInterval),
        ];
        foreach (var (name, _) in spans.Where(span => span.Value <= TimeSpan.Zero))
        {
            yield return $"Scheduler:{name} must be longer than zero.";
        }

        if (options.RetryPause < TimeSpan.Zero || options.RetryPause > LongestPause)
        {
            yield return $"Scheduler:RetryPause {options.RetryPause} must be between zero and {LongestPause}.";
        }
    }
}
