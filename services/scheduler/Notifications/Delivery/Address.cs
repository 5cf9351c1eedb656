namespace Holdfast.Scheduler.Notifications.Delivery;

/// <summary>URLs as administrators write them down.</summary>
internal static class Address
{
    /// <exception cref="DeliveryException">It is none. The text may be a secret and is not repeated.</exception>
    public static Uri Of(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        ? url
        : throw new DeliveryException("its URL does not begin with http:// or https://");

    /// <summary>The URL with a segment after its path.</summary>
    public static Uri Below(string text, string segment)
    {
        var url = new UriBuilder(Of(text));
        url.Path = $"{url.Path.TrimEnd('/')}/{segment}";
        return url.Uri;
    }
}
