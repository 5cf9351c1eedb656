using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Configuration;

/// <summary>Binds a section to its options and checks them when the host starts.</summary>
public static class OptionsRegistration
{
    /// <summary>
    /// Binds the section; a host with a wrong setting does not start, and its message lists every problem of every section. May be called by
    /// every service that shares a process.
    /// </summary>
    public static void AddCheckedOptions<TOptions, TValidator>(this IHostApplicationBuilder builder, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        if (builder.Services.Any(service => service.ImplementationType == typeof(TValidator)))
        {
            return;
        }

        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TValidator>());
        builder.Services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
    }

    /// <summary>Turns a list of problems into a result.</summary>
    public static ValidateOptionsResult Result(IEnumerable<string> problems)
    {
        var all = problems.ToList();
        return all.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(all);
    }
}
