using Holdfast.FaultyStores.Network;
using Holdfast.ObjectStores.Azure;
using Holdfast.ObjectStores.Diagnosis;
using Holdfast.ObjectStores.Tests.Azure;
using Holdfast.TestServers.Azure;
using Holdfast.TestServers.Processes;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Diagnosis;

/// <summary>What is wrong with a container or the way to it is found on Azurite, and said.</summary>
public sealed class AzureDiagnosisTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_container_that_works_is_made()
    {
        var options = await OptionsAsync();

        Found.Nothing(await DiagnoseAsync(options));
        Found.Nothing(await DiagnoseAsync(options));
    }

    [Fact]
    public async Task A_name_that_cannot_be_resolved() =>
        Found.At(await WrongAsync(options => options with { ServiceUrl = new Uri("http://holdfast.invalid:1") }), StoreStep.Find, "(DNS)");

    [Fact]
    public async Task A_port_where_nobody_listens() => Found.At(
        await WrongAsync(options => options with { ServiceUrl = new Uri("http://127.0.0.1:1") }), StoreStep.Find, "refuses the connection", "port");

    [Fact]
    public async Task TLS_against_a_plain_port() => Found.At(
        await WrongAsync(options => options with { ServiceUrl = new UriBuilder(options.ServiceUrl!) { Scheme = "https" }.Uri }),
        StoreStep.Find, "(TLS)", "begin with http.");

    [Fact]
    public async Task A_wrong_key() => Found.At(
        await WrongAsync(options => options with { AccessKey = Convert.ToBase64String("another key"u8) }), StoreStep.Find, "key is wrong", "accessKey");

    [Fact]
    public async Task A_container_name_that_Azure_does_not_take() => Found.At(
        await WrongAsync(options => options with { ContainerName = "No_Such_Name" }), StoreStep.Find, "no such name", "containerName");

    /// <summary>Azurite lets every key make containers; so what is between refuses it.</summary>
    [Fact]
    public async Task A_missing_container_that_may_not_be_made()
    {
        var options = await OptionsAsync();
        await using var proxy = new FaultProxy(options.ServiceUrl!) { Refuse = ($"{options.ContainerName}?restype=container HTTP", 403) };

        Found.At(await DiagnoseAsync(options with { ServiceUrl = proxy.Url }), StoreStep.Create, "The container", "does not exist", "access is denied", "role on this container");
    }

    [Theory]
    [InlineData(403, "access is denied")]
    [InlineData(503, "busy")]
    public async Task An_error_that_something_on_the_way_gives(int status, string text)
    {
        var options = await OptionsAsync();
        await using var proxy = new FaultProxy(options.ServiceUrl!);
        proxy.Fail(int.MaxValue, status);

        Found.At(await DiagnoseAsync(options with { ServiceUrl = proxy.Url }), StoreStep.Find, text);
    }

    [Fact]
    public async Task A_clock_that_is_too_wrong() => Found.At(
        await new AzureBlobStore(await OptionsAsync(), new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(20))).DiagnoseAsync(Token),
        StoreStep.Clock, "20 minutes ahead", "NTP");

    private static async Task<StoreDiagnosis> WrongAsync(Func<AzureBlobStoreOptions, AzureBlobStoreOptions> change) =>
        await DiagnoseAsync(change(await OptionsAsync()));

    private static Task<StoreDiagnosis> DiagnoseAsync(AzureBlobStoreOptions options) =>
        new AzureBlobStore(options, TimeProvider.System).DiagnoseAsync(Token);

    private static async Task<AzureBlobStoreOptions> OptionsAsync() => AzureBlobStoreTests.Options(await AzuriteServer.SharedAsync().OrSkipAsync());
}
