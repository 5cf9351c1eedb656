using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Holdfast.TestServers.Processes;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Holdfast.Scheduler.Tests.Notifications;

/// <summary>A mail server on loopback that keeps what it was sent, for those who log in as <c>holdfast</c> with <c>right</c>.</summary>
internal sealed class MailReceiver : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task _served;

    /// <param name="certificate">For TLS; without one it offers none.</param>
    /// <param name="fromTheStart">Whether TLS begins with the connection instead of with STARTTLS.</param>
    public MailReceiver(X509Certificate2? certificate = null, bool fromTheStart = false)
    {
        Port = FreePort.Take();
        var options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(endpoint =>
        {
            endpoint.Port(Port, fromTheStart).AllowUnsecureAuthentication(certificate is null).AuthenticationRequired();
            if (certificate is not null)
            {
                endpoint.Certificate(certificate);
            }
        }).Build();
        var services = new ServiceProvider();
        services.Add(new Store(Mails, Secure));
        services.Add((IUserAuthenticatorFactory)new Logins());
        _served = new SmtpServer.SmtpServer(options, services).StartAsync(_end.Token);
    }

    public int Port { get; }

    public ConcurrentQueue<MimeMessage> Mails { get; } = [];

    /// <summary>Whether each came by TLS.</summary>
    public ConcurrentQueue<bool> Secure { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        try
        {
            await _served;
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }

        _end.Dispose();
    }

    private sealed class Store(ConcurrentQueue<MimeMessage> mails, ConcurrentQueue<bool> secure) : MessageStore
    {
        public override async Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            secure.Enqueue(context.Pipe.IsSecure);
            mails.Enqueue(await MimeMessage.LoadAsync(new MemoryStream(buffer.ToArray()), cancellationToken));
            return SmtpResponse.Ok;
        }
    }

    private sealed class Logins : IUserAuthenticator, IUserAuthenticatorFactory
    {
        public IUserAuthenticator CreateInstance(ISessionContext context) => this;

        public Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken) =>
            Task.FromResult((user, password) == ("holdfast", "right"));
    }
}
