using Holdfast.Contracts.Components;
using Holdfast.Contracts.Runs;
using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Volumes;
using Holdfast.Hosting.Runs;
using Holdfast.VolumeArchiver.Restores;

namespace Holdfast.VolumeArchiver.Runs;

/// <summary>Carries a volume's failure to the saga: which volume, what happened, what to do, and whether another attempt may help.</summary>
internal static class FailedRun
{
    public static async Task<RunEvent> InPlainWordsAsync<T>(ComponentId component, Func<Task<T>> work)
        where T : RunEvent
    {
        try
        {
            return await work();
        }
        catch (VolumeException exception)
        {
            var (advice, retryable) = Advice(exception);
            throw new RunFailedException($"Volume '{component.Name}': {exception.Message}{advice}", retryable, exception);
        }
        catch (SwapFailedException exception)
        {
            throw new RunFailedException($"Volume '{component.Name}': {exception.Message}", retryable: false, exception);
        }
        catch (Exception exception) when (exception is DamagedPackException or CatalogFormatException or ObjectNotFoundException or RepositoryRefusedException)
        {
            throw new RunFailedException($"Volume '{component.Name}': {exception.Message}", retryable: false, exception);
        }
    }

    /// <summary>What an operator can do about a refusal of the file system; empty when it may pass by itself.</summary>
    public static (string Text, bool Retryable) Advice(VolumeException exception) => exception switch
    {
        { IsDiskFull: true } => (" Free space on its file system and try again.", false),
        { IsReadOnly: true } => (" Its file system is mounted read-only; mount it for writing.", false),
        { IsBusy: true } => (" Unmount what is mounted there and try again.", false),
        { IsDenied: true, Operation: "remove" or "rename" } => (" Take immutable attributes away (chattr -i -a), or run the volume-archiver with the rights to do it.", false),
        { IsDenied: true } => (" Run the volume-archiver as root or as the owner, or see VolumeArchiver:UnreadableFiles for backups.", false),
        { IsVanished: true, Operation: "open the directory" } => (" Check that the volume is mounted, and its path in Platform:Volumes.", false),
        _ => ("", true),
    };
}
