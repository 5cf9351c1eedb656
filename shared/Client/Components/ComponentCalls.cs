namespace Holdfast.Client.Components;

/// <summary>The calls about components.</summary>
public sealed class ComponentCalls
{
    private const string Path = "api/components";

    private readonly ApiCalls _calls;

    internal ComponentCalls(ApiCalls calls) => _calls = calls;

    public async Task<IReadOnlyList<RegisteredComponent>> ListAsync(CancellationToken cancellationToken = default) =>
        (await _calls.CallAsync<Listed>(HttpMethod.Get, Path, null, cancellationToken)).Components;

    /// <summary>Forgets a component that is gone for good.</summary>
    /// <param name="kind">db or volume.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task RemoveAsync(string kind, string name, CancellationToken cancellationToken = default) =>
        _calls.CallAsync(HttpMethod.Delete, $"{Path}/{ApiCalls.Escape(kind)}/{ApiCalls.Escape(name)}", null, cancellationToken);

    private sealed record Listed(IReadOnlyList<RegisteredComponent> Components);
}
