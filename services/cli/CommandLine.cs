using System.CommandLine;
using System.CommandLine.Invocation;
using Holdfast.Cli.Backups;
using Holdfast.Cli.Components;
using Holdfast.Cli.Documents;
using Holdfast.Cli.Keys;
using Holdfast.Cli.Notifications;
using Holdfast.Cli.Restores;
using Holdfast.Cli.Retention;
using Holdfast.Cli.Running;
using Holdfast.Cli.Schedule;
using Holdfast.Cli.Stores;
using Holdfast.Cli.Verifications;

namespace Holdfast.Cli;

/// <summary>The command <c>holdfast</c>.</summary>
internal static class CommandLine
{
    private const string About =
        """
        Backs up and restores a whole platform through the API of Holdfast.

        The API key is in the file that --key-file or HOLDFAST_API_KEY_FILE names, or in HOLDFAST_API_KEY; never on the command line, where every user of the machine
        can read it.

        Exit status: 0 done, 1 the operation failed or the call was refused, 2 wrong usage, 3 the API does not answer or the key does not allow it,
        10 there are no backups in the store, 11 something else runs or stands in the way, 12 the passphrase is missing or wrong, 130 interrupted while waiting (what was started goes on).
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        var status = await parsed.InvokeAsync();
        return parsed.Action is ParseErrorAction ? ExitStatus.Usage : status;
    }

    private static RootCommand Root()
    {
        var root = new RootCommand(About)
        {
            BackupCommands.Backup(),
            BackupCommands.List(),
            StatusCommand.Create(),
            BackupCommands.Delete(),
            BackupCommands.Pin(),
            BackupCommands.Unpin(),
            BackupCommands.Accept(),
            VerifyCommand.Create(),
            CancelCommand.Create(),
            RestoreCommands.Restore(),
            RestoreCommands.Undo(),
            RetentionCommand.Create(),
            ScheduleCommand.Create(),
            ComponentCommands.Create(),
            DocumentCommands.Create(),
            KeyCommands.Create(),
            NotificationCommands.Create(),
            StoreCommands.Create(),
        };
        foreach (var option in CommonOptions.All)
        {
            root.Options.Add(option);
        }

        return root;
    }
}
