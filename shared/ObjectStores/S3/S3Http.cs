using Amazon.Runtime;
using Holdfast.ObjectStores.Requests;

namespace Holdfast.ObjectStores.S3;

/// <summary>Lets the SDK send over <see cref="StoreHttp"/>.</summary>
internal sealed class S3Http : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => StoreHttp.Client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
}
