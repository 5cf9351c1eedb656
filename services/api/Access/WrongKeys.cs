using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Holdfast.Api.Access;

/// <summary>Counts the wrong keys of each address, so that nobody can try many of them.</summary>
/// <remarks>
/// A key that has worked since the process started goes on working from a blocked address: behind a proxy all callers share one, and
/// somebody's broken script must not shut out the others.
/// </remarks>
internal sealed class WrongKeys(TimeProvider clock)
{
    /// <summary>Wrong keys in <see cref="Window"/> after which an address has to wait.</summary>
    public const int Most = 20;

    /// <summary>Addresses remembered at once; those beyond share one count.</summary>
    private const int MostAddresses = 10_000;

    /// <summary>From the first wrong key on.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, bool> _worked = [];
    private readonly Dictionary<string, Failures> _addresses = [];

    /// <summary>How long an address has to wait before another key is looked at; null when it need not.</summary>
    /// <param name="address">The caller's.</param>
    /// <param name="hash">Of the key that it presents.</param>
    public TimeSpan? Wait(IPAddress? address, string hash)
    {
        if (_worked.ContainsKey(hash))
        {
            return null;
        }

        lock (_addresses)
        {
            var now = clock.GetUtcNow();
            return Find(address, now) is { Count: >= Most } failures ? failures.Since + Window - now : null;
        }
    }

    /// <summary>Remembers that a key is right.</summary>
    public void Right(string hash) => _worked.TryAdd(hash, true);

    /// <summary>Remembers that a key is wrong, also one that was right before.</summary>
    public void Wrong(IPAddress? address, string hash)
    {
        _worked.TryRemove(hash, out _);
        lock (_addresses)
        {
            var now = clock.GetUtcNow();
            if (Find(address, now) is { } failures)
            {
                failures.Count++;
                return;
            }

            foreach (var (old, _) in _addresses.Where(entry => _addresses.Count >= MostAddresses && entry.Value.Since + Window <= now).ToList())
            {
                _addresses.Remove(old);
            }

            var name = _addresses.Count < MostAddresses ? NameOf(address) : "";
            if (!_addresses.TryAdd(name, new Failures { Since = now, Count = 1 }))
            {
                _addresses[name].Count++;
            }
        }
    }

    private Failures? Find(IPAddress? address, DateTimeOffset now)
    {
        var name = NameOf(address);
        if (!_addresses.TryGetValue(name, out var failures) && !(_addresses.Count >= MostAddresses && _addresses.TryGetValue("", out failures)))
        {
            return null;
        }

        if (failures.Since + Window > now)
        {
            return failures;
        }

        _addresses.Remove(_addresses.ContainsKey(name) ? name : "");
        return null;
    }

    /// <summary>One customer has a whole /64 of IPv6.</summary>
    private static string NameOf(IPAddress? address) => address switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };

    private sealed class Failures
    {
        public DateTimeOffset Since { get; init; }

        public int Count { get; set; }
    }
}
