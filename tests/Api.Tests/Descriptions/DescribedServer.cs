using Holdfast.Api.Tests.Platform;

namespace Holdfast.Api.Tests.Descriptions;

/// <summary>An API with its document, for all tests of a class.</summary>
public sealed class DescribedServer : IAsyncLifetime
{
    internal ApiServer Server { get; private set; } = null!;

    internal DescribedApi Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await ApiServer.StartAsync();
        Api = await DescribedApi.ReadAsync(Server);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
