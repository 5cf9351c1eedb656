namespace Holdfast.Api.Backups;

/// <summary>The last answer to <c>GET /api/backup/list</c>, to be given again while nothing has changed. Each instance of the API keeps its own.</summary>
internal sealed class BackupListCache
{
    private volatile Entry? _last;

    public Entry? Last
    {
        get => _last;
        set => _last = value;
    }

    /// <summary>An answer.</summary>
    /// <param name="Stamp">The rows that it was made from.</param>
    /// <param name="Stores">The versions of the store's document that they name.</param>
    /// <param name="Urls">Where those stores are.</param>
    /// <param name="Json">The body.</param>
    internal sealed record Entry(string Stamp, IReadOnlyList<int> Stores, string Urls, byte[] Json);
}
