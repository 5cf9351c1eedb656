namespace Holdfast.Engine.Sealing;

/// <summary>The data keys of a repository that could be opened. Immutable, for any number of threads.</summary>
public sealed class Keyring
{
    private readonly Dictionary<string, DataKey> _keys;

    /// <summary>A keyring of data keys at hand.</summary>
    public Keyring(IEnumerable<DataKey> keys)
    {
        _keys = keys.ToDictionary(key => key.Id);
        Current = _keys.Values.OrderBy(key => key.CreatedAt).ThenBy(key => key.Id, StringComparer.Ordinal).LastOrDefault();
    }

    /// <summary>The keyring of a repository without encryption.</summary>
    public static Keyring None { get; } = new([]);

    /// <summary>Whether new data is encrypted.</summary>
    public bool IsSealed => Current is not null;

    /// <summary>The newest data key, which encrypts new data; null without encryption.</summary>
    public DataKey? Current { get; }

    /// <summary>Every data key that could be opened.</summary>
    public IReadOnlyCollection<DataKey> Keys => _keys.Values;

    /// <summary>Opens every data key that <paramref name="secret"/> opens.</summary>
    /// <param name="repositoryId">The repository; key files of another one are left aside.</param>
    /// <param name="files">The repository's key files.</param>
    /// <param name="secret">The operator's passphrase or key file.</param>
    /// <exception cref="WrongKeyException">It opens none.</exception>
    public static Keyring Open(string repositoryId, IEnumerable<KeyFile> files, KeySecret secret)
    {
        var all = files.ToList();
        var opened = new Dictionary<string, DataKey>();
        foreach (var file in all.Where(file => file.RepositoryId == repositoryId && !opened.ContainsKey(file.DataKeyId)))
        {
            if (file.TryOpen(secret) is { } key)
            {
                opened.Add(key.Id, key);
            }
        }

        return opened.Count > 0 ? new Keyring(opened.Values) : throw new WrongKeyException(Refusal(repositoryId, all, secret));
    }

    /// <summary>The data key of this id.</summary>
    /// <exception cref="DataKeyMissingException">It was not opened.</exception>
    public DataKey Get(string id) => _keys.TryGetValue(id, out var key) ? key : throw new DataKeyMissingException(
        id,
        $"Data key {id} is needed and was not opened; opened are: {(_keys.Count == 0 ? "none" : string.Join(", ", _keys.Keys.Order()))}. "
        + "Give the passphrase or key file that opens it.");

    /// <summary>
    /// Key files with which a further secret opens every data key of this ring: how a passphrase is added or changed. A new data key
    /// (<see cref="DataKey.Generate"/>) likewise needs a key file for every secret that is to open it.
    /// </summary>
    public IReadOnlyList<KeyFile> WrapFor(KeySecret secret, string repositoryId, string? label, TimeProvider time) =>
        [.. _keys.Values.OrderBy(key => key.CreatedAt).Select(key => KeyFile.Create(repositoryId, key, secret, label, time))];

    private static string Refusal(string repositoryId, List<KeyFile> files, KeySecret secret)
    {
        var own = files.Where(file => file.RepositoryId == repositoryId).ToList();
        return own.Count > 0
            ? $"The {secret} opens none of the {own.Count} key files of repository {repositoryId} "
                + $"({string.Join(", ", own.Select(file => file.Label is { Length: > 0 } label ? $"{file.Id} \"{label}\"" : file.Id))})."
            : files.Count > 0
            ? $"Repository {repositoryId} has no key file of its own: all {files.Count} belong to repository {files[0].RepositoryId}."
            : $"Repository {repositoryId} is encrypted but has no key file under keys/. Put its key files back there, from a recovery kit or a copy of the store.";
    }
}
