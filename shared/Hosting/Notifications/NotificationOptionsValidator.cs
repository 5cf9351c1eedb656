using Holdfast.Hosting.Configuration;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Notifications;

/// <summary>Checks the section <c>Notification</c>.</summary>
internal sealed class NotificationOptionsValidator : IValidateOptions<NotificationOptions>
{
    private static readonly string[] Securities = ["starttls", "tls", "none"];

    public ValidateOptionsResult Validate(string? name, NotificationOptions options) => OptionsRegistration.Result(Problems(options));

    private static IEnumerable<string> Problems(NotificationOptions options)
    {
        var unknown = NotificationEvents.Split(options.Events).Except(NotificationEvents.All).ToList();
        if (unknown.Count > 0)
        {
            yield return $"Notification:events '{string.Join(',', unknown)}' is none of {string.Join(", ", NotificationEvents.All)}.";
        }

        if (options.ShrinkPercent is < 0 or > 99)
        {
            yield return $"Notification:shrinkPercent {options.ShrinkPercent} must be 0 to 99.";
        }

        var email = options.Email;
        if (email.Port is < 1 or > 65535)
        {
            yield return $"Notification:email:port {email.Port} must be 1 to 65535.";
        }

        if (!Securities.Contains(email.Security))
        {
            yield return $"Notification:email:security '{email.Security}' must be starttls, tls or none.";
        }

        if (email.Host.Length > 0 && !IsAddress(email.From))
        {
            yield return $"Notification:email:from '{email.From}' must be an address such as holdfast@example.org.";
        }

        if (email.Host.Length > 0 && !(NotificationEvents.Split(email.To).Any() && NotificationEvents.Split(email.To).All(IsAddress)))
        {
            yield return $"Notification:email:to '{email.To}' must be addresses such as admin@example.org, separated by commas.";
        }
    }

    private static bool IsAddress(string text) => text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < text.Length - 1 && !text.Any(char.IsWhiteSpace);
}
