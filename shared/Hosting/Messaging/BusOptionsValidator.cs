using Holdfast.Hosting.Configuration;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Messaging;

/// <summary>Checks the section <c>Bus</c>. The URL has a password and never gets into a message.</summary>
internal sealed class BusOptionsValidator : IValidateOptions<BusOptions>
{
    public ValidateOptionsResult Validate(string? name, BusOptions options) => OptionsRegistration.Result(Problems(options));

    private static IEnumerable<string> Problems(BusOptions options)
    {
        if (options.Transport == BusTransport.RabbitMq
            && !(Uri.TryCreate(options.Url, UriKind.Absolute, out var url) && url.Scheme is "amqp" or "amqps" or "rabbitmq"))
        {
            yield return "Bus:Url must be amqp://user:password@host:port/virtual-host (or amqps) when Bus:Transport is RabbitMq.";
        }
    }
}
