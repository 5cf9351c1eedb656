using Holdfast.Contracts.Backups;
using Holdfast.State.Database;
using Holdfast.State.Verifications;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Holdfast.Uploader.Verifications;

/// <summary>Verifies what the state database asks for, one backup at a time. Takes no lock: backups and restores go on meanwhile.</summary>
internal sealed partial class VerificationRunner(
    IBusControl bus, VerificationRows rows, BackupVerification verification, TimeProvider clock, ILogger<VerificationRunner> log) : BackgroundService
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TellInterval = TimeSpan.FromSeconds(2);

    private readonly ILogger _log = log;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!rows.AreThere)
        {
            return;
        }

        await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await rows.TakeAsync(stoppingToken) is { } taken)
                {
                    await RunAsync(taken, stoppingToken);
                    continue;
                }
            }
            catch (Exception exception) when (TransientErrors.IsTransient(exception))
            {
                // another uploader was quicker, or the database restarts: the next look sees it
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LookFailed(exception);
            }

            await Task.Delay(LookInterval, clock, stoppingToken);
        }
    }

    private async Task RunAsync(Verification taken, CancellationToken stoppingToken)
    {
        Begun(taken.Namespace, taken.Timestamp, taken.Depth, taken.Attempts);
        var progress = new VerificationProgress();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var telling = TellAsync(taken, progress, ended);
        VerificationOutcome outcome;
        try
        {
            outcome = await verification.RunAsync(taken, progress, ended.Token);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await rows.GiveBackAsync(taken, CancellationToken.None);
            return;
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            outcome = VerificationOutcome.Cancelled;
        }
        catch (Exception failure)
        {
            outcome = VerificationOutcome.Failed(failure.Message);
        }

        await ended.CancelAsync();
        if (await telling == StopReason.Lost)
        {
            return;
        }

        Ended(taken.Namespace, taken.Timestamp, outcome.State, outcome.Problems.Count, outcome.Error);
        if (outcome.State is VerificationState.Sound or VerificationState.Damaged)
        {
            // Before the end is written down: rather twice than never.
            await bus.Publish(
                new BackupVerified { OperationId = taken.Id, Namespace = taken.Namespace, Timestamp = taken.Timestamp, Problems = [.. outcome.Problems.Take(Verification.MostProblems)] },
                stoppingToken);
        }

        await rows.EndAsync(taken, outcome, progress, stoppingToken);
    }

    /// <summary>Tells how far it is until it has ended, and ends it when it is to stop.</summary>
    private async Task<StopReason?> TellAsync(Verification taken, VerificationProgress progress, CancellationTokenSource ended)
    {
        try
        {
            while (true)
            {
                await Task.Delay(TellInterval, clock, ended.Token);
                try
                {
                    if (await rows.TellAsync(taken, progress, ended.Token) is { } reason)
                    {
                        await ended.CancelAsync();
                        return reason;
                    }
                }
                catch (Exception exception) when (!ended.IsCancellationRequested)
                {
                    LookFailed(exception);
                }
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return null;
        }
    }

    [LoggerMessage(5520, LogLevel.Information, "Verifying the backup {Timestamp} of {Namespace}, {Depth}, try {Attempt}")]
    private partial void Begun(string @namespace, string timestamp, VerificationDepth depth, int attempt);

    [LoggerMessage(5521, LogLevel.Information, "The verification of the backup {Timestamp} of {Namespace} ended: {Outcome}, {Problems} problems {Error}")]
    private partial void Ended(string @namespace, string timestamp, VerificationState outcome, int problems, string? error);

    [LoggerMessage(5522, LogLevel.Warning, "The state database could not be asked for verifications, trying again")]
    private partial void LookFailed(Exception exception);
}
