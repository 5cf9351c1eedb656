using Holdfast.Client.Backups;
using Holdfast.Client.Components;
using Holdfast.Client.Configuration;
using Holdfast.Client.Keys;
using Holdfast.Client.Notifications;
using Holdfast.Client.Restores;
using Holdfast.Client.Retention;
using Holdfast.Client.Schedule;
using Holdfast.Client.Verifications;

namespace Holdfast.Client;

/// <summary>Calls the REST API of Holdfast.</summary>
/// <remarks>Safe to use from several threads. Every method throws <see cref="HoldfastException"/> for what the API refuses, and <see cref="HttpRequestException"/> when nothing answers.</remarks>
public sealed class HoldfastClient
{
    /// <param name="http">Has the API's base address; it is not disposed of. Deletions may take minutes: so may its timeout.</param>
    /// <param name="apiKey">Sent with every call.</param>
    /// <param name="clock">By which waiting waits; the system's when null.</param>
    public HoldfastClient(HttpClient http, string apiKey, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentException.ThrowIfNullOrWhiteSpace(apiKey);
        var calls = new ApiCalls(http, apiKey, clock ?? TimeProvider.System);
        Backups = new BackupCalls(calls);
        Restores = new RestoreCalls(calls);
        Verifications = new VerificationCalls(calls);
        Retention = new RetentionCalls(calls);
        Schedule = new ScheduleCalls(calls);
        Components = new ComponentCalls(calls);
        Configuration = new ConfigurationCalls(calls);
        Keys = new KeyCalls(calls);
        Notifications = new NotificationCalls(calls);
    }

    public BackupCalls Backups { get; }

    public RestoreCalls Restores { get; }

    public VerificationCalls Verifications { get; }

    public RetentionCalls Retention { get; }

    public ScheduleCalls Schedule { get; }

    public ComponentCalls Components { get; }

    /// <summary>The configuration documents.</summary>
    public ConfigurationCalls Configuration { get; }

    /// <summary>The API keys.</summary>
    public KeyCalls Keys { get; }

    public NotificationCalls Notifications { get; }
}
