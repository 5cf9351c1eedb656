using Holdfast.Engine.Objects;
using Holdfast.Uploader.Objects;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Holdfast.Uploader.Consumers;

/// <summary>Answers requests: with what was asked for, or with why not.</summary>
internal sealed partial class Answers(ILogger<Answers> logger)
{
    /// <summary>Does the work and responds with its result, or with a <see cref="Contracts.Storage.StorageFailed"/>.</summary>
    public async Task RespondAsync<T>(ConsumeContext context, string @namespace, string? key, Func<CancellationToken, Task<T>> work)
        where T : class
    {
        T answer;
        try
        {
            answer = await work(context.CancellationToken);
        }
        catch (Exception failure) when (!context.CancellationToken.IsCancellationRequested) // while shutting down: deliver it again
        {
            if (failure is ObjectNotFoundException)
            {
                LogAbsent(@namespace, key); // whoever asks knows whether that is bad: the first backup asks for a repository
            }
            else if (StorageFailure.IsExpected(failure))
            {
                LogFailure(@namespace, key, failure.Message);
            }
            else
            {
                LogDefect(failure, @namespace, key);
            }

            await context.RespondAsync(StorageFailure.From(failure, @namespace, key));
            return;
        }

        await context.RespondAsync(answer);
    }

    [LoggerMessage(5201, LogLevel.Warning, "A request for {Key} of namespace {Namespace} failed: {Reason}")]
    private partial void LogFailure(string @namespace, string? key, string reason);

    [LoggerMessage(5203, LogLevel.Debug, "There is no {Key} in namespace {Namespace}")]
    private partial void LogAbsent(string @namespace, string? key);

    [LoggerMessage(5202, LogLevel.Error, "A request for {Key} of namespace {Namespace} failed in a way that nobody expected")]
    private partial void LogDefect(Exception failure, string @namespace, string? key);
}
