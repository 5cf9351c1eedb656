namespace Holdfast.Client.Keys;

/// <summary>The calls about API keys.</summary>
public sealed class KeyCalls
{
    private const string Path = "api/keys";

    private readonly ApiCalls _calls;

    internal KeyCalls(ApiCalls calls) => _calls = calls;

    /// <summary>All keys, revoked ones included.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken = default) =>
        (await _calls.CallAsync<Listed>(HttpMethod.Get, Path, null, cancellationToken)).Keys;

    /// <summary>Makes a key.</summary>
    /// <param name="name">What the audit log is to know it by.</param>
    /// <param name="role">viewer, operator or admin.</param>
    /// <param name="expiresAt">From when on it is useless; never when null.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<NewApiKey> CreateAsync(string name, string role, DateTimeOffset? expiresAt = null, CancellationToken cancellationToken = default) =>
        _calls.CallAsync<NewApiKey>(HttpMethod.Post, Path, new { Name = name, Role = role, ExpiresAt = expiresAt }, cancellationToken);

    /// <summary>Makes a key useless.</summary>
    public Task RevokeAsync(string name, CancellationToken cancellationToken = default) =>
        _calls.CallAsync(HttpMethod.Delete, $"{Path}/{ApiCalls.Escape(name)}", null, cancellationToken);

    private sealed record Listed(IReadOnlyList<ApiKey> Keys);
}
