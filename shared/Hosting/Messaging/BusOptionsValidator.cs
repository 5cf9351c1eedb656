using Holdfast.Hosting.Configuration;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Messaging;

/// <summary>Checks the section <c>Bus</c>. The URL has a password and never gets into a message.</summary>
internal sealed class BusOptionsValidator : IValidateOptions<BusOptions>
{
    public ValidateOptionsResult Validate(string? name, BusOptions options) => OptionsRegistration.Result(Problems(options));

    private static IEnumerable<string> Problems(BusOptions options)
    {
        if (options.Transport == BusTransport.RabbitMq && !RabbitMqConnection.IsUrl(options.Url))
        {
            yield return "Bus:Url must be amqp://user:password@host:port/virtual-host (or amqps) when Bus:Transport is RabbitMq.";
        }

        if (options.CaFile.Length > 0 && !File.Exists(options.CaFile))
        {
            yield return $"Bus:CaFile '{options.CaFile}' cannot be read.";
        }
    }
}
