using System.Security.Authentication;
using Holdfast.Api.Calls;
using Holdfast.Hosting.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Api.Serving;

/// <summary>The web server: where it listens, with which certificate, and how much and how slowly anybody may send.</summary>
internal static class WebServer
{
    public static void AddWebServer(this WebApplicationBuilder builder)
    {
        var api = builder.Configuration.GetSection(ApiOptions.Section).Get<ApiOptions>() ?? new ApiOptions();
        builder.WebHost.UseUrls(api.Urls);
        builder.Services.AddSingleton<TlsCertificate>();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IServiceProvider>((kestrel, services) =>
        {
            kestrel.AddServerHeader = false;
            Limit(kestrel.Limits);
            if (api.HasTls)
            {
                UseTls(kestrel, services.GetRequiredService<TlsCertificate>());
            }
        });
        if (api.HasTls)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }
    }

    /// <summary>Nobody can hold much of the server without a key: 1000 connections, 16 KiB of headers within 15 s, 64 KiB of body at 240 bytes a second.</summary>
    private static void Limit(KestrelServerLimits limits)
    {
        limits.MaxConcurrentConnections = 1000;
        limits.MaxConcurrentUpgradedConnections = 0;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestHeaderCount = 60;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        limits.MaxRequestBodySize = CallBody.MaxBytes;
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        limits.Http2.MaxStreamsPerConnection = 100;
    }

    private static void UseTls(KestrelServerOptions kestrel, TlsCertificate certificate) => kestrel.ConfigureHttpsDefaults(https =>
    {
        https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        https.HandshakeTimeout = TimeSpan.FromSeconds(10);
        https.ServerCertificate = certificate.Current().TargetCertificate; // at start, so that a wrong file is told then
        https.OnAuthenticate = (_, tls) =>
        {
            (tls.ServerCertificate, tls.ServerCertificateSelectionCallback) = (null, null);
            tls.ServerCertificateContext = certificate.Current(); // with those between it and the authority, which a certificate alone lacks
        };
    });
}
