using Holdfast.Contracts.Runs;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;
using Holdfast.Hosting.Runs;
using Holdfast.Hosting.Stores;
using Holdfast.StoreAccess.Objects;
using Holdfast.StoreAccess.Requests;
using Holdfast.StoreAccess.Staging;

namespace Holdfast.StoreAccess.Opening;

/// <summary>Opens repositories through the uploader.</summary>
internal sealed class UploaderRepositories(
    UploaderRequests requests,
    StagingArea staging,
    StagingSpace space,
    OpenedRepositories opened,
    QuarantineReader quarantine,
    Passphrase passphrase,
    TimeProvider clock) : IRepositories
{
    public async Task<OpenRepository> OpenAsync(string name, Run run, CancellationToken cancellationToken)
    {
        var objects = new UploaderObjects(requests, staging, space, name, run.OperationId);
        string? folder = null;
        try
        {
            var description = await DescribeAsync(objects, mayLack: run.Step == RunStep.Backup, cancellationToken);
            folder = objects.MakeRunFolder(run.Namespace, run.RunId);
            var repository = description is null
                ? await CreateAsync(name, objects, folder, cancellationToken)
                : await opened.OpenAsync(name, objects, description, cancellationToken);
            var (interrupted, damaged) = (InterruptedAsync(objects, run, cancellationToken), DamagedAsync(name, objects, run, cancellationToken));
            await Task.WhenAll(interrupted, damaged);
            return new OpenRepository
            {
                Repository = repository,
                Source = objects,
                Sink = objects,
                Space = space,
                StagingFolder = folder,
                InterruptedRuns = await interrupted,
                DamagedPacks = await damaged,
            };
        }
        catch (Exception problem)
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            if (problem is RepositoryRefusedException refused)
            {
                throw new RunFailedException(refused.Message, retryable: false, refused);
            }

            throw;
        }
    }

    private static async Task<RepositoryDescription?> DescribeAsync(UploaderObjects objects, bool mayLack, CancellationToken cancellationToken)
    {
        try
        {
            return await RepositoryDescription.ReadAsync(objects, cancellationToken);
        }
        catch (RepositoryRefusedException refused) when (mayLack && refused.Reason == RefusalReason.Missing)
        {
            return null;
        }
    }

    private async Task<Repository> CreateAsync(string name, UploaderObjects objects, string folder, CancellationToken cancellationToken)
    {
        using (await opened.TakeTurnAsync(name, cancellationToken))
        {
            if (await DescribeAsync(objects, mayLack: true, cancellationToken) is not { } description)
            {
                var created = Repository.Initialize(clock, (await passphrase.ReadAsync(cancellationToken))?.Secret);
                if (await RepositoryCreation.TryStoreAsync(created, objects, folder, cancellationToken))
                {
                    return created.Repository;
                }

                description = await RepositoryDescription.ReadAsync(objects, cancellationToken);
            }

            return await opened.OpenAsync(name, objects, description, cancellationToken);
        }
    }

    private static async Task<IReadOnlyList<IReadOnlyList<ObjectInfo>>> InterruptedAsync(UploaderObjects objects, Run run, CancellationToken cancellationToken)
    {
        if (run.Timestamp is null)
        {
            return [];
        }

        var component = run.Component.Kind == Contracts.Components.ComponentKind.Database
            ? ComponentName.Database(run.Component.Name)
            : ComponentName.Volume(run.Component.Name);
        var runs = new List<IReadOnlyList<ObjectInfo>>();
        foreach (var earlier in run.EarlierRunIds.Reverse())
        {
            var stored = await objects.ListAsync(ObjectKeys.RunPrefix(run.Timestamp, component, RunId.From(earlier)), cancellationToken);
            if (stored.Count > 0)
            {
                runs.Add(stored);
            }
        }

        return runs;
    }

    private Task<IReadOnlySet<string>> DamagedAsync(string name, UploaderObjects objects, Run run, CancellationToken cancellationToken) =>
        run.Step == RunStep.Backup ? quarantine.ReadAsync(name, objects, cancellationToken) : Task.FromResult<IReadOnlySet<string>>(new HashSet<string>());
}
