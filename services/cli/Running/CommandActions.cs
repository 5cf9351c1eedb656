using System.CommandLine;

namespace Holdfast.Cli.Running;

/// <summary>Puts commands together.</summary>
internal static class CommandActions
{
    /// <summary>Says what a command does.</summary>
    public static Command Does(this Command command, Func<CommandRun, CancellationToken, Task<int>> action)
    {
        command.SetAction((parsed, cancellationToken) => CommandRun.RunAsync(parsed, action, cancellationToken));
        return command;
    }
}
