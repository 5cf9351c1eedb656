using System.Text.Json.Nodes;

namespace Holdfast.Client.Configuration;

/// <summary>The calls about configuration documents: <c>backupConfig</c>, <c>objectStoreConfig</c>, <c>auditConfig</c>, <c>notificationConfig</c>.</summary>
public sealed class ConfigurationCalls
{
    private readonly ApiCalls _calls;

    internal ConfigurationCalls(ApiCalls calls) => _calls = calls;

    /// <summary>What holds now: the document under its name, <c>version</c>, <c>locked</c> and more.</summary>
    public Task<JsonObject> GetAsync(string name, CancellationToken cancellationToken = default) =>
        _calls.CallAsync<JsonObject>(HttpMethod.Get, PathOf(name), null, cancellationToken);

    /// <summary>Changes a document as a whole; what is left out goes back to its default.</summary>
    /// <param name="name">Which.</param>
    /// <param name="document">The document itself.</param>
    /// <param name="version">The version that was seen, so that nobody is overwritten; null for any.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What holds now, and <c>effect</c>: from when on.</returns>
    public async Task<JsonObject> PutAsync(string name, JsonObject document, int? version = null, CancellationToken cancellationToken = default)
    {
        using var response = await _calls.SendAsync(HttpMethod.Put, PathOf(name), document, version, cancellationToken);
        return await ApiCalls.ReadAsync<JsonObject>(response, cancellationToken);
    }

    private static string PathOf(string name) => $"api/config/{ApiCalls.Escape(name)}";
}
