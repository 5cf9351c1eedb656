using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Holdfast.Api.Tests.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Tests;

/// <summary>How much and how slowly anybody may send, what answers tell browsers, and TLS.</summary>
public sealed class ServingTests
{
    [Fact]
    public async Task What_is_too_long_or_too_slow_is_refused_before_any_key_is_looked_at()
    {
        await using var server = await ApiServer.StartAsync();

        var slow = SendAsync(server, "POST /api/backup HTTP/1.1\r\nHost: h\r\nX-Api-Key: an-admin-key-for-tests\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{");
        Assert.StartsWith("HTTP/1.1 413 ", await SendAsync(server, $"POST /api/backup HTTP/1.1\r\nHost: h\r\nX-Api-Key: an-admin-key-for-tests\r\nContent-Type: application/json\r\nContent-Length: 70000\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 431 ", await SendAsync(server, $"GET /api/backup/list HTTP/1.1\r\nHost: h\r\nX-Long: {new string('a', 20_000)}\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 414 ", await SendAsync(server, $"GET /api/backup/list?a={new string('a', 9_000)} HTTP/1.1\r\nHost: h\r\n\r\n"));
        var many = string.Concat(Enumerable.Range(0, 100).Select(number => $"X-{number}: a\r\n"));
        Assert.StartsWith("HTTP/1.1 431 ", await SendAsync(server, $"GET /api/backup/list HTTP/1.1\r\nHost: h\r\n{many}\r\n"));
        Assert.StartsWith("HTTP/1.1 408 ", await slow);
    }

    [Fact]
    public async Task Every_answer_tells_browsers_what_not_to_do()
    {
        await using var server = await ApiServer.StartAsync();
        foreach (var path in new[] { "/api/backup/list", "/api/no-such-call", "/healthz" })
        {
            using var answer = await server.Client.GetAsync(path);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
            Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
            Assert.False(answer.Headers.Contains("Server"));
            Assert.True(!path.StartsWith("/api", StringComparison.Ordinal) || answer.Headers.CacheControl!.NoStore);
        }

        using var created = new HttpRequestMessage(HttpMethod.Post, "/api/keys") { Content = new StringContent("""{"name":"a","role":"viewer"}""", Encoding.UTF8, "application/json") };
        created.Headers.Add("X-Api-Key", ApiServer.AdminKey);
        using var key = await server.Client.SendAsync(created);
        Assert.Equal((HttpStatusCode.Created, true), (key.StatusCode, key.Headers.CacheControl!.NoStore));
    }

    [Fact]
    public async Task Calls_go_through_tls_and_a_renewed_certificate_is_taken_without_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-tls-").FullName;
        var (certificate, key) = (Path.Join(folder, "tls.crt"), Path.Join(folder, "tls.key"));
        using var authority = new TestAuthority();
        authority.Issue(certificate, key, "first");
        var clock = new MovableClock();
        await using var server = await ApiServer.StartAsync(
            new Dictionary<string, string?> { ["Api:Urls"] = "https://127.0.0.1:0", ["Api:CertificateFile"] = certificate, ["Api:CertificateKeyFile"] = key }, clock: clock);

        Assert.Equal("CN=first", await HandshakeAsync(server, authority));
        await Assert.ThrowsAsync<AuthenticationException>(() => HandshakeAsync(server, null)); // an authority that nobody trusts
        using var trusting = new HttpClient(authority.Trusting()) { BaseAddress = new Uri(server.Address) };
        trusting.DefaultRequestHeaders.Add("X-Api-Key", ApiServer.AdminKey);
        using var answer = await trusting.GetAsync("/api/backup/list");
        Assert.Equal("""{"backup-list":[]}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));

        using var login = await trusting.PostAsync("/api/login", new StringContent($$"""{"key":"{{ApiServer.AdminKey}}"}""", Encoding.UTF8, "application/json"));
        Assert.Contains("; secure; samesite=strict; httponly", Assert.Single(login.Headers.GetValues("Set-Cookie")));

        await File.WriteAllTextAsync(certificate, "-----BEGIN CERTIFICATE-----\nhalf");
        clock.Ahead += TimeSpan.FromSeconds(6);
        Assert.Equal("CN=first", await HandshakeAsync(server, authority));
        Assert.Contains(server.Log.Everything.Split('\n'), line => line.Contains("the one before stays in use", StringComparison.Ordinal));
        authority.Issue(certificate, key, "second");
        clock.Ahead += TimeSpan.FromSeconds(6);
        Assert.Equal("CN=second", await HandshakeAsync(server, authority));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Tls_without_a_certificate_is_refused_at_start()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiServer.StartAsync(
            new Dictionary<string, string?> { ["Api:Urls"] = "https://127.0.0.1:0", ["Api:CertificateFile"] = "/no/such.crt" }));
        Assert.Contains("Api:certificateFile '/no/such.crt' does not exist.", refused.Message);
        Assert.Contains("Api:certificateKeyFile is missing", refused.Message);
    }

    [Theory]
    [InlineData("127.0.0.0/8", "10.1.2.3, 198.51.100.7", "198.51.100.7", true)]
    [InlineData("127.0.0.1", "198.51.100.7, 127.0.0.9", "127.0.0.9", true)]
    [InlineData("192.0.2.1", "198.51.100.7", "127.0.0.1", false)]
    [InlineData(null, "198.51.100.7", "127.0.0.1", false)]
    public async Task Only_a_trusted_proxy_is_believed_who_calls(string? trusted, string forwarded, string from, bool secure)
    {
        await using var server = await ApiServer.StartAsync(trusted is null ? null : new Dictionary<string, string?> { ["Api:TrustedProxies:0"] = trusted });
        using var login = new HttpRequestMessage(HttpMethod.Post, "/api/login")
        {
            Content = new StringContent($$"""{"key":"{{ApiServer.AdminKey}}"}""", Encoding.UTF8, "application/json"),
        };
        login.Headers.Add("X-Forwarded-For", forwarded);
        login.Headers.Add("X-Forwarded-Proto", string.Join(", ", forwarded.Split(',').Select(_ => "https")));

        using var answer = await server.Client.SendAsync(login);

        Assert.Equal(secure, Assert.Single(answer.Headers.GetValues("Set-Cookie")).Contains("; secure;", StringComparison.Ordinal));
        Assert.Equal([from], await server.QueryAsync(db => db.Audit.Where(entry => entry.Action == "login").Select(entry => entry.From).ToListAsync()));
    }

    [Fact]
    public async Task A_trusted_proxy_that_is_no_address_is_refused_at_start()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiServer.StartAsync(new Dictionary<string, string?> { ["Api:TrustedProxies:0"] = "the proxy" }));
        Assert.Contains("Api:trustedProxies 'the proxy' is neither an address nor a network", refused.Message);
    }

    /// <summary>Sends bytes and reads until the server closes.</summary>
    private static async Task<string> SendAsync(ApiServer server, string bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(server.Address).Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(bytes));
        using var reader = new StreamReader(client.GetStream());
        try
        {
            return await reader.ReadLineAsync() ?? "";
        }
        catch (IOException closed)
        {
            return closed.Message;
        }
    }

    /// <returns>Whose certificate the server showed.</returns>
    private static async Task<string> HandshakeAsync(ApiServer server, TestAuthority? authority)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(server.Address).Port);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            CertificateChainPolicy = authority?.Policy(),
        });
        Assert.True(tls.SslProtocol is SslProtocols.Tls12 or SslProtocols.Tls13);
        return tls.RemoteCertificate!.Subject;
    }

    /// <summary>An authority with one below it, which issues: so that the server has to send the one between.</summary>
    private sealed class TestAuthority : IDisposable
    {
        private readonly X509Certificate2 _root;
        private readonly X509Certificate2 _between;

        public TestAuthority()
        {
            _root = Make("root", null, isAuthority: true);
            _between = Make("between", _root, isAuthority: true);
        }

        public void Issue(string certificate, string key, string name)
        {
            using var leaf = Make(name, _between, isAuthority: false);
            File.WriteAllText(key, leaf.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
            File.WriteAllText(certificate, leaf.ExportCertificatePem() + "\n" + _between.ExportCertificatePem() + "\n");
            File.SetLastWriteTimeUtc(certificate, TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(name.Length)); // coarse clocks of file systems
        }

        public X509ChainPolicy Policy()
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.Add(_root);
            return policy;
        }

        public SocketsHttpHandler Trusting() => new() { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Policy() } };

        public void Dispose()
        {
            _root.Dispose();
            _between.Dispose();
        }

        private static X509Certificate2 Make(string name, X509Certificate2? issuer, bool isAuthority)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
            if (!isAuthority)
            {
                var names = new SubjectAlternativeNameBuilder();
                names.AddIpAddress(IPAddress.Loopback);
                request.CertificateExtensions.Add(names.Build());
            }

            var now = TimeProvider.System.GetUtcNow();
            if (issuer is null)
            {
                return request.CreateSelfSigned(now.AddDays(-3), now.AddDays(3));
            }

            using var signed = request.Create(issuer, now.AddDays(-1), now.AddDays(isAuthority ? 2 : 1), RandomNumberGenerator.GetBytes(8));
            return signed.CopyWithPrivateKey(key);
        }
    }
}
