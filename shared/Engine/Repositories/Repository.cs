using System.Security.Cryptography;
using Holdfast.Engine.Documents;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Sealing;

namespace Holdfast.Engine.Repositories;

/// <summary>A repository that this program may use, with the data keys that were opened. Immutable, for any number of threads.</summary>
public sealed class Repository
{
    internal Repository(RepositoryDescription description, Keyring keyring) => (Description, Keyring) = (description, keyring);

    /// <summary>What <c>repository.json</c> says.</summary>
    public RepositoryDescription Description { get; }

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public string Id => Description.Id;

    /// <summary>The data keys; <see cref="Keyring.None"/> without encryption.</summary>
    public Keyring Keyring { get; }

    /// <summary>Opens a repository.</summary>
    /// <param name="source">Leads to its objects.</param>
    /// <param name="keys">Its key files, as they lie under <c>keys/</c>.</param>
    /// <param name="secret">The operator's passphrase or key file; null for a repository without encryption.</param>
    /// <param name="cancellationToken">Ends the fetch.</param>
    /// <exception cref="WrongKeyException">The secret opens no data key.</exception>
    /// <exception cref="RepositoryRefusedException">
    /// There is no repository, this program must not use it, the secret is missing, or there is a secret and nothing encrypted.
    /// </exception>
    public static async Task<Repository> OpenAsync(
        IObjectSource source, IEnumerable<KeyFile> keys, KeySecret? secret, CancellationToken cancellationToken) =>
        Open(await RepositoryDescription.ReadAsync(source, cancellationToken), keys, secret);

    /// <summary>Opens a repository whose description is at hand.</summary>
    /// <exception cref="WrongKeyException">The secret opens no data key.</exception>
    /// <exception cref="RepositoryRefusedException">The secret is missing, or there is a secret and nothing encrypted.</exception>
    public static Repository Open(RepositoryDescription description, IEnumerable<KeyFile> keys, KeySecret? secret) =>
        (description.IsSealed, secret) switch
        {
            (true, not null) => new Repository(description, Keyring.Open(description.Id, keys, secret)),
            (false, null) => new Repository(description, Keyring.None),
            (true, null) => throw new RepositoryRefusedException(
                RefusalReason.SecretMissing,
                $"Repository {description.Id} is encrypted. Give its passphrase or key file."),
            (false, not null) => throw new RepositoryRefusedException(
                RefusalReason.NotSealed,
                $"A {secret} was given, but repository {description.Id} is not encrypted, and what is written to it would not be either. "
                + "Remove the secret from the configuration, or use another namespace, where a new encrypted repository is created."),
        };

    /// <summary>Makes a new repository, encrypted if there is a secret.</summary>
    /// <param name="time">Gives the time of creation.</param>
    /// <param name="secret">What is to open it; null for a repository without encryption.</param>
    /// <param name="label">For people, in the key file: such as who keeps the secret.</param>
    public static NewRepository Initialize(TimeProvider time, KeySecret? secret = null, string? label = null)
    {
        var description = new RepositoryDescription
        {
            Id = RandomNumberGenerator.GetHexString(32, lowercase: true),
            CreatedAt = time.GetUtcNow(),
            RequiredFeatures = secret is null ? [] : [Features.Aes256Gcm],
        };
        var self = new NewObject(ObjectKeys.Repository, description.ToJson());
        if (secret is null)
        {
            return new NewRepository(new Repository(description, Keyring.None), [self]);
        }

        var dataKey = DataKey.Generate(time);
        var file = KeyFile.Create(description.Id, dataKey, secret, label, time);
        return new NewRepository(
            new Repository(description, new Keyring([dataKey])), [new NewObject(file.ObjectKey, file.ToJson()), self]);
    }
}
