using System.CommandLine;
using Holdfast.Cli.Output;
using Holdfast.Cli.Running;
using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Restore;
using Holdfast.Engine.Volumes;
using Holdfast.ObjectStores;

namespace Holdfast.Cli.Stores;

/// <summary>One run of a command that reads the store itself, without any service.</summary>
internal sealed class StoreRun(ParseResult parsed, OpenedStore store, Report report, string staging)
{
    public OpenedStore Store { get; } = store;

    public Report Report { get; } = report;

    /// <summary>A folder of this run's own.</summary>
    public string Staging { get; } = staging;

    public T? Of<T>(Option<T> option) => parsed.GetValue(option);

    public T Of<T>(Argument<T> argument) => parsed.GetValue(argument)!;

    /// <summary>Says what a command does.</summary>
    public static Command Does(Command command, Func<StoreRun, CancellationToken, Task<int>> action)
    {
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, action, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Func<StoreRun, CancellationToken, Task<int>> action, CancellationToken cancellationToken)
    {
        var report = new Report(parsed.GetValue(CommonOptions.Json), Console.Out, Console.Error);
        DirectoryInfo? staging = null;
        try
        {
            var settings = StoreSettings.Read(parsed);
            staging = MakeStaging(parsed.GetValue(StoreOptions.Staging) ?? Path.GetTempPath());
            var store = await OpenedStore.OpenAsync(settings, staging.FullName, cancellationToken);
            return await action(new StoreRun(parsed, store, report, staging.FullName), cancellationToken);
        }
        catch (UsageException exception)
        {
            return report.Problem(exception.Message, ExitStatus.Usage);
        }
        catch (RepositoryRefusedException exception)
        {
            return report.Problem(exception.Message, exception.Reason switch
            {
                RefusalReason.Missing => ExitStatus.NoRepository,
                RefusalReason.WrongKey or RefusalReason.SecretMissing => ExitStatus.WrongKey,
                _ => ExitStatus.Failed,
            });
        }
        catch (ObjectStoreException exception)
        {
            return report.Problem(exception.Message, ExitStatus.NoAccess);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return report.Problem("interrupted; what lies at the target is not complete", ExitStatus.Interrupted);
        }
        catch (Exception exception) when (exception is DamagedPackException or RestoreMismatchException or VolumeException or ObjectNotFoundException
            or CatalogFormatException or IOException or UnauthorizedAccessException)
        {
            return report.Problem(exception.Message, ExitStatus.Failed);
        }
        finally
        {
            staging?.Delete(recursive: true);
        }
    }

    private static DirectoryInfo MakeStaging(string parent)
    {
        try
        {
            return Directory.CreateDirectory(
                Path.Combine(parent, $"holdfast-{Guid.NewGuid():N}"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--staging: {exception.Message}");
        }
    }
}
