using System.Net.Sockets;
using System.Security.Cryptography;
using Holdfast.Hosting.Notifications;
using Holdfast.Hosting.Security;
using Holdfast.State.Notifications;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Holdfast.Scheduler.Notifications.Delivery;

/// <summary>Sends a mail; its Message-Id is that of the notification, so that a mail sent twice is shown once.</summary>
internal sealed class EmailDelivery(TimeProvider clock) : IDelivery
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public NotificationChannel Channel => NotificationChannel.Email;

    public bool IsConfigured(NotificationOptions options) => options.Email.Host.Length > 0;

    public async Task DeliverAsync(Notification notification, NotificationOptions options, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var mail = MailOf(notification, options.Email);
            await SendAsync(mail, options.Email, either.Token);
        }
        catch (OperationCanceledException exception) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new DeliveryException($"the mail server did not take the mail within {Limit.TotalSeconds:0} seconds", exception);
        }
        catch (Exception exception) when (Reason(exception) is { } reason)
        {
            throw new DeliveryException(reason, exception);
        }
    }

    private static MimeMessage MailOf(Notification notification, EmailOptions email)
    {
        var mail = new MimeMessage
        {
            MessageId = $"{notification.Id:N}@holdfast",
            Date = new DateTimeOffset(notification.CreatedAt, TimeSpan.Zero),
            Subject = notification.Subject,
            Body = new TextPart("plain") { Text = notification.Body },
        };
        mail.From.Add(MailboxAddress.Parse(email.From));
        mail.To.AddRange(NotificationEvents.Split(email.To).Select(MailboxAddress.Parse));
        return mail;
    }

    private static async Task SendAsync(MimeMessage mail, EmailOptions email, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient();
        var (authorities, problem) = (Authorities(email.CaFile), (string?)null);
        client.ServerCertificateValidationCallback = (_, certificate, chain, errors) => (problem = authorities.Problem(certificate, chain, errors)) is null;
        var security = email.Security switch
        {
            "tls" => SecureSocketOptions.SslOnConnect,
            "none" => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTls,
        };
        try
        {
            await client.ConnectAsync(email.Host, email.Port, security, cancellationToken);
        }
        catch (SslHandshakeException exception) when (problem is not null)
        {
            throw new DeliveryException($"the mail server's certificate is refused: {problem}", exception);
        }

        if (email.User.Length > 0)
        {
            await client.AuthenticateAsync(email.User, email.Password, cancellationToken);
        }

        await client.SendAsync(mail, cancellationToken);
        await client.DisconnectAsync(quit: true, cancellationToken);
    }

    private static TrustedAuthorities Authorities(string caFile)
    {
        try
        {
            return TrustedAuthorities.Of(caFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new DeliveryException("email.caFile cannot be read as a PEM file with certificates", exception);
        }
    }

    private static string? Reason(Exception exception) => exception switch
    {
        AuthenticationException => "the mail server refused user or password",
        SslHandshakeException => "no trusted TLS connection to the mail server could be made",
        NotSupportedException => "the mail server offers no TLS or no login, as the configuration demands",
        SmtpCommandException command => $"the mail server refused the mail with status {(int)command.StatusCode}",
        SocketException or IOException => "no connection to the mail server could be made",
        MailKit.ProtocolException => "the mail server does not speak SMTP as expected",
        ParseException => "email.from or email.to is no address",
        _ => null,
    };
}
