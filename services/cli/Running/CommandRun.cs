using System.CommandLine;
using System.Security.Authentication;
using Holdfast.Cli.Output;
using Holdfast.Client;

namespace Holdfast.Cli.Running;

/// <summary>One run of a command: what it was told, the API, and where its answer goes.</summary>
internal sealed class CommandRun(ParseResult parsed, HoldfastClient client, Report report)
{
    public HoldfastClient Client { get; } = client;

    public Report Report { get; } = report;

    /// <summary>What to say when Ctrl-C ends the wait; null while nothing was started.</summary>
    public string? Started { get; set; }

    public T? Of<T>(Option<T> option) => parsed.GetValue(option);

    public T Of<T>(Argument<T> argument) => parsed.GetValue(argument)!; // one that must be there is there: else the command would not run

    /// <summary>Runs a command, and turns whatever stops it into words and an exit status.</summary>
    public static async Task<int> RunAsync(ParseResult parsed, Func<CommandRun, CancellationToken, Task<int>> action, CancellationToken cancellationToken)
    {
        var report = new Report(parsed.GetValue(CommonOptions.Json), Console.Out, Console.Error);
        CommandRun? run = null;
        try
        {
            using var connection = await Connection.OpenAsync(parsed, cancellationToken);
            run = new CommandRun(parsed, connection.Client, report);
            return await action(run, cancellationToken);
        }
        catch (UsageException exception)
        {
            return report.Problem(exception.Message, ExitStatus.Usage);
        }
        catch (HoldfastException exception)
        {
            return report.Problem(exception.Message, ExitStatus.Of(exception), (int)exception.Status);
        }
        catch (HttpRequestException exception)
        {
            var reason = exception.InnerException is AuthenticationException tls ? $"{exception.Message.Split(',')[0]}: {tls.Message}" : exception.Message;
            return report.Problem($"Holdfast cannot be reached: {reason}", ExitStatus.NoAccess);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return report.Problem(run?.Started ?? "interrupted", ExitStatus.Interrupted);
        }
    }
}
