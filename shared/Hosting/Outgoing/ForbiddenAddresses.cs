using System.Net;

namespace Holdfast.Hosting.Outgoing;

/// <summary>
/// Addresses that nobody's URL may lead to: link-local ones, and the others at which clouds tell machines their credentials. Loopback and private
/// addresses are not among them: what Holdfast is to call mostly stands beside it.
/// </summary>
public static class ForbiddenAddresses
{
    private static readonly IPAddress[] Metadata =
    [
        IPAddress.Parse("fd00:ec2::254"), // Amazon
        IPAddress.Parse("168.63.129.16"), // Azure
        IPAddress.Parse("100.100.100.200"), // Alibaba
        IPAddress.Parse("192.0.0.192"), // Oracle
    ];

    /// <summary>The prefixes by which IPv6 carries IPv4: mapped, compatible and translated (RFC 6052).</summary>
    private static readonly byte[][] Carriers =
        [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]];

    public static bool Has(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        if (bytes.Length > 4 && Carriers.FirstOrDefault(prefix => bytes.AsSpan().StartsWith(prefix)) is { } carrier && !IPAddress.IPv6Loopback.Equals(address))
        {
            bytes = bytes[carrier.Length..];
        }

        return address.IsIPv6LinkLocal || bytes is [169, 254, _, _] || Metadata.Contains(new IPAddress(bytes));
    }

    /// <summary>Whether the host of a URL is written as such an address.</summary>
    public static bool IsHostOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && Has(address);
}
