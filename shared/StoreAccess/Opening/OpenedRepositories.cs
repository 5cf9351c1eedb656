using System.Collections.Concurrent;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Sealing;
using Holdfast.StoreAccess.Objects;

namespace Holdfast.StoreAccess.Opening;

/// <summary>Opens repositories, and keeps those that are encrypted open: stretching a passphrase takes a tenth of a second.</summary>
/// <remarks>
/// What is kept serves only while <c>repository.json</c>, the listing of <c>keys/</c> and the passphrase are what they were, so a key that
/// somebody added is known to the next run, and another repository in the same place is never taken for the old one.
/// </remarks>
internal sealed class OpenedRepositories(KeyFileReader keyFiles, Passphrase passphrase) : IDisposable
{
    private readonly ConcurrentDictionary<string, OpenedRepository> _namespaces = new(StringComparer.Ordinal);

    /// <summary>Lets one caller of this process at a time make the repository of a namespace.</summary>
    public Task<IDisposable> TakeTurnAsync(string name, CancellationToken cancellationToken) => Of(name).Making.EnterAsync(cancellationToken);

    /// <summary>Opens the repository with this description.</summary>
    /// <exception cref="RepositoryRefusedException">The passphrase does not fit.</exception>
    public async Task<Repository> OpenAsync(
        string name, UploaderObjects objects, RepositoryDescription description, CancellationToken cancellationToken)
    {
        var secret = await passphrase.ReadAsync(cancellationToken);
        if (!description.IsSealed || secret is not var (key, mark))
        {
            return Repository.Open(description, [], secret?.Secret);
        }

        var listing = await objects.ListAsync(ObjectKeys.KeyFilePrefix, cancellationToken);
        var signature = string.Join('\n', [description.Id, mark, .. listing.Select(item => $"{item.Key} {item.Length} {item.StoredAt.Ticks}")]);
        var opened = Of(name);
        using (await opened.Opening.EnterAsync(cancellationToken))
        {
            if (opened.Kept is not { } kept || kept.Signature != signature)
            {
                var (files, damaged) = await keyFiles.ReadAsync(objects, listing, cancellationToken);
                kept = (signature, Open(description, files, damaged, key));
                opened.Kept = kept;
            }

            return kept.Repository;
        }
    }

    public void Dispose()
    {
        foreach (var opened in _namespaces.Values)
        {
            opened.Dispose();
        }
    }

    private OpenedRepository Of(string name) => _namespaces.GetOrAdd(name, _ => new OpenedRepository());

    private static Repository Open(RepositoryDescription description, IReadOnlyList<KeyFile> files, IReadOnlyList<string> damaged, KeySecret key)
    {
        try
        {
            return Repository.Open(description, files, key);
        }
        catch (WrongKeyException wrong) when (damaged.Count > 0)
        {
            throw new WrongKeyException($"{wrong.Message} These key files cannot be read: {string.Join(", ", damaged)}.");
        }
    }
}
