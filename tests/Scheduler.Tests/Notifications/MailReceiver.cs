using System.Buffers;
using System.Collections.Concurrent;
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

    public MailReceiver()
    {
        Port = FreePort.Take();
        var options = new SmtpServerOptionsBuilder().ServerName("localhost")
            .Endpoint(endpoint => endpoint.Port(Port).AllowUnsecureAuthentication().AuthenticationRequired()).Build();
        var services = new ServiceProvider();
        services.Add(new Store(Mails));
        services.Add((IUserAuthenticatorFactory)new Logins());
        _served = new SmtpServer.SmtpServer(options, services).StartAsync(_end.Token);
    }

    public int Port { get; }

    public ConcurrentQueue<MimeMessage> Mails { get; } = [];

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

    private sealed class Store(ConcurrentQueue<MimeMessage> mails) : MessageStore
    {
        public override async Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
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
