using Holdfast.Hosting.Notifications;
using Holdfast.Hosting.Outgoing;
using Holdfast.Scheduler.Notifications.Delivery;
using Holdfast.State.Notifications;
using Holdfast.TestServers.Web;
using Xunit;

namespace Holdfast.Scheduler.Tests.Notifications;

public sealed class DeliveryTests : IDisposable
{
    private readonly OutgoingCalls _calls = new();

    public void Dispose() => _calls.Dispose();

    /// <summary>Computed with openssl: printf '%s' "$id.$timestamp.$body" | openssl dgst -sha256 -hmac secret -binary | base64.</summary>
    [Theory]
    [InlineData("secret", "fe/eY6b8fIls+HNLZrGMO8JuIApydTuEtoHKKY1KHYk=")]
    [InlineData("whsec_c2VjcmV0", "fe/eY6b8fIls+HNLZrGMO8JuIApydTuEtoHKKY1KHYk=")]
    public async Task A_webhook_is_signed_as_verifiers_expect(string secret, string signature)
    {
        await using var receiver = WebReceiver.Start();
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));

        await new WebhookDelivery(_calls, clock).DeliverAsync(Row("""{"a":1}"""), Webhook($"{receiver.Url}/hook?x=1", secret), default);

        var call = Assert.Single(receiver.Calls);
        Assert.Equal(("POST", "/hook?x=1", """{"a":1}""", "application/json"), (call.Method, call.Path, call.Body, call.Headers["Content-Type"]));
        Assert.Equal(("11111111-2222-3333-4444-555555555555", "1700000000"), (call.Headers["webhook-id"], call.Headers["webhook-timestamp"]));
        Assert.Equal($"v1,{signature}", call.Headers["webhook-signature"]);
    }

    [Theory]
    [InlineData(302, "status 302; redirects are not followed")]
    [InlineData(500, "status 500")]
    public async Task Neither_a_redirect_is_followed_nor_an_answer_repeated(int status, string expected)
    {
        await using var receiver = WebReceiver.Start();
        receiver.Status = _ => status;

        var failure = await Assert.ThrowsAnyAsync<CallFailedException>(() =>
            new WebhookDelivery(_calls, TimeProvider.System).DeliverAsync(Row("{}"), Webhook($"{receiver.Url}/hook", ""), default));

        Assert.EndsWith(expected, failure.Message, StringComparison.Ordinal);
        Assert.Equal(["/hook"], receiver.Calls.Select(call => call.Path));
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data", "link-local addresses and those of cloud metadata are not called")]
    [InlineData("http://[::ffff:169.254.169.254]/", "link-local addresses and those of cloud metadata are not called")]
    [InlineData("http://[64:ff9b::a9fe:a9fe]/", "link-local addresses and those of cloud metadata are not called")]
    [InlineData("http://[fd00:ec2::254]/latest/meta-data", "link-local addresses and those of cloud metadata are not called")]
    [InlineData("http://100.100.100.200/", "link-local addresses and those of cloud metadata are not called")]
    [InlineData("http://168.63.129.16/", "link-local addresses and those of cloud metadata are not called")]
    [InlineData("http://[fe80::1]/", "link-local addresses and those of cloud metadata are not called")]
    [InlineData("http://127.0.0.1:1/secret-path", "no connection could be made")]
    [InlineData("file:///etc/passwd", "its URL does not begin with http:// or https://")]
    public async Task What_cannot_or_must_not_be_called_is_told_without_the_url(string url, string expected)
    {
        var failure = await Assert.ThrowsAnyAsync<CallFailedException>(() =>
            new WebhookDelivery(_calls, TimeProvider.System).DeliverAsync(Row("{}"), Webhook(url, ""), default));

        Assert.Equal(expected, failure.Message);
    }

    [Theory]
    [InlineData("start", "/ping/abc/start?k=1")]
    [InlineData("success", "/ping/abc?k=1")]
    [InlineData("fail", "/ping/abc/fail?k=1")]
    public async Task A_ping_goes_where_a_dead_mans_switch_expects_it(string ping, string path)
    {
        await using var receiver = WebReceiver.Start();
        var options = new NotificationOptions { Ping = new PingOptions { Url = $"{receiver.Url}/ping/abc?k=1" } };
        var row = Row("words");
        row.Event = ping;

        await new PingDelivery(_calls, TimeProvider.System).DeliverAsync(row, options, default);

        Assert.Equal((path, "words"), (Assert.Single(receiver.Calls).Path, receiver.Calls.Single().Body));
    }

    [Fact]
    public async Task A_mail_arrives_with_the_id_of_its_notification()
    {
        await using var receiver = new MailReceiver();

        await new EmailDelivery(TimeProvider.System).DeliverAsync(Row("It failed."), Mail(receiver, "right"), default);

        var mail = Assert.Single(receiver.Mails);
        Assert.Equal(("A subject", "It failed."), (mail.Subject, mail.TextBody!.Trim()));
        Assert.Equal("11111111222233334444555555555555@holdfast", mail.MessageId);
        Assert.Equal(["a@example.org", "b@example.org"], mail.To.Mailboxes.Select(mailbox => mailbox.Address));
    }

    [Theory]
    [InlineData("wrong", "none", "the mail server refused user or password")]
    [InlineData("right", "starttls", "the mail server offers no TLS or no login, as the configuration demands")]
    public async Task A_mail_that_cannot_be_sent_as_configured_says_why(string password, string security, string expected)
    {
        await using var receiver = new MailReceiver();
        var options = Mail(receiver, password);
        options.Email.Security = security;

        var failure = await Assert.ThrowsAnyAsync<CallFailedException>(() => new EmailDelivery(TimeProvider.System).DeliverAsync(Row("words"), options, default));

        Assert.Equal(expected, failure.Message);
        Assert.Empty(receiver.Mails);
    }

    [Theory]
    [InlineData("starttls")]
    [InlineData("tls")]
    public async Task A_mail_goes_by_tls_to_a_server_whose_authority_is_named(string security)
    {
        using var certificates = new MailCertificates();
        await using var receiver = new MailReceiver(certificates.Server("localhost"), fromTheStart: security == "tls");

        await new EmailDelivery(TimeProvider.System).DeliverAsync(Row("It failed."), Mail(receiver, "right", security, certificates.CaFile), default);

        Assert.Equal("It failed.", Assert.Single(receiver.Mails).TextBody!.Trim());
        Assert.Equal([true], receiver.Secure);
    }

    [Theory]
    [InlineData("starttls", "another.example", 1, true, "it is for another name")]
    [InlineData("tls", "another.example", 1, true, "it is for another name")]
    [InlineData("starttls", "localhost", -1, true, "it has expired or is not valid yet")]
    [InlineData("starttls", "localhost", 1, false, "its authority is not trusted")]
    [InlineData("tls", "localhost", 1, false, "its authority is not trusted")]
    public async Task A_mail_server_with_a_wrong_certificate_gets_neither_mail_nor_password(string security, string name, int days, bool named, string expected)
    {
        using var certificates = new MailCertificates();
        await using var receiver = new MailReceiver(certificates.Server(name, days), fromTheStart: security == "tls");
        var options = Mail(receiver, "right", security, named ? certificates.CaFile : "");

        var failure = await Assert.ThrowsAnyAsync<CallFailedException>(() => new EmailDelivery(TimeProvider.System).DeliverAsync(Row("words"), options, default));

        Assert.Equal($"the mail server's certificate is refused: {expected}", failure.Message);
        Assert.Empty(receiver.Mails);
    }

    [Fact]
    public async Task A_file_of_authorities_that_is_none_is_told()
    {
        await using var receiver = new MailReceiver();
        var failure = await Assert.ThrowsAnyAsync<CallFailedException>(() =>
            new EmailDelivery(TimeProvider.System).DeliverAsync(Row("words"), Mail(receiver, "right", "starttls", "/no/such.pem"), default));
        Assert.Equal("email.caFile cannot be read as a PEM file with certificates", failure.Message);
    }

    private static NotificationOptions Webhook(string url, string secret) => new() { Webhook = new WebhookOptions { Url = url, Secret = secret } };

    private static NotificationOptions Mail(MailReceiver receiver, string password, string security = "none", string caFile = "") => new()
    {
        Email = new EmailOptions
        {
            Host = "localhost",
            Port = receiver.Port,
            Security = security,
            CaFile = caFile,
            User = "holdfast",
            Password = password,
            From = "holdfast@example.org",
            To = "a@example.org, b@example.org",
        },
    };

    private static Notification Row(string body) => new()
    {
        Id = Guid.Parse("11111111-2222-3333-4444-555555555555"),
        Namespace = "app",
        Event = "failure",
        Subject = "A subject",
        Body = body,
        CreatedAt = DateTime.UnixEpoch,
    };
}
