using Holdfast.Contracts.Components;
using Holdfast.Hosting.Configuration;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Hooks;

/// <summary>Checks the section <c>Hooks</c>.</summary>
internal sealed class HookOptionsValidator : IValidateOptions<HookOptions>
{
    public ValidateOptionsResult Validate(string? name, HookOptions options) => OptionsRegistration.Result(Problems(options));

    private static IEnumerable<string> Problems(HookOptions options)
    {
        if (options.Lease < TimeSpan.FromSeconds(1) || options.Lease > TimeSpan.FromHours(1))
        {
            yield return $"Hooks:Lease {options.Lease} must be a second to an hour.";
        }

        foreach (var twice in options.Components.GroupBy(hook => hook.Component).Where(same => same.Count() > 1))
        {
            yield return $"Hooks:Components names '{twice.Key}' {twice.Count()} times.";
        }

        for (var number = 0; number < options.Components.Count; number++)
        {
            foreach (var problem in Problems(options.Components[number]))
            {
                yield return $"Hooks:Components:{number}:{problem}";
            }
        }
    }

    private static IEnumerable<string> Problems(ComponentHookOptions hook)
    {
        if (!ComponentId.TryParse(hook.Component, out _))
        {
            yield return $"Component '{hook.Component}' is none such as volume/gitserver or db/airflow.";
        }

        if (hook.OnError is not ("fail" or "continue"))
        {
            yield return $"OnError '{hook.OnError}' must be fail or continue.";
        }

        foreach (var (name, call) in new[] { ("Before", hook.Before), ("After", hook.After), ("OnFailure", hook.OnFailure) })
        {
            if (call.Url.Length > 0 && call.Command.Count > 0)
            {
                yield return $"{name} must have a Url or a Command, not both.";
            }

            if (call.Timeout < TimeSpan.FromMilliseconds(100) || call.Timeout > TimeSpan.FromHours(1))
            {
                yield return $"{name}:Timeout {call.Timeout} must be 0.1 seconds to an hour.";
            }
        }
    }
}
