using Holdfast.Standalone.State;
using Microsoft.Extensions.Options;

namespace Holdfast.Standalone.Startup;

/// <summary>Says on standard error why the process does not start, without a stack trace where the operator can mend it.</summary>
internal static class Refusals
{
    private const int Failed = 1;
    private const int Locked = 11;

    /// <returns>The exit status: 0 after a graceful stop, 11 when another process has the state, 1 for anything else.</returns>
    public static async Task<int> RunAsync(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (OperationCanceledException)
        {
            return 0; // asked to stop while it started
        }
        catch (StateInUseException exception)
        {
            return await SayAsync([exception.Message], Locked);
        }
        catch (OptionsValidationException exception)
        {
            return await SayAsync(exception.Failures, Failed);
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            return await SayAsync(exception.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures), Failed);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or InvalidOperationException or NotSupportedException or UnauthorizedAccessException)
        {
            return await SayAsync([exception.Message, .. exception.InnerException is { } inner ? [inner.Message] : Array.Empty<string>()], Failed);
        }
    }

    private static async Task<int> SayAsync(IEnumerable<string> problems, int status)
    {
        foreach (var problem in problems)
        {
            await Console.Error.WriteLineAsync($"holdfast: {problem}");
        }

        return status;
    }
}
