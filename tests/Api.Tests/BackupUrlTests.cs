using Holdfast.Api.Backups;
using Holdfast.Hosting.Stores;

namespace Holdfast.Api.Tests;

public sealed class BackupUrlTests
{
    [Theory]
    [InlineData("eu-central-1", "eu-central-1")]
    [InlineData("", "us-east-1")]
    public void On_s3_it_is_the_page_of_the_console(string region, string shown) => Assert.Equal(
        $"https://s3.console.aws.amazon.com/s3/buckets/backups?region={shown}&prefix=app/2023-02-02t16-00-00/&showversions=false",
        Url(new ObjectStoreOptions { LocationType = "s3", Aws = new AwsOptions { S3 = new S3Options { BucketName = "backups", Region = region } } }));

    [Theory]
    [InlineData("", "https://account.blob.core.windows.net")]
    [InlineData("http://127.0.0.1:10000/account/", "http://127.0.0.1:10000/account")]
    public void On_azure_it_is_the_container_with_the_prefix(string service, string shown) => Assert.Equal(
        $"{shown}/backups/app/2023-02-02t16-00-00/",
        Url(new ObjectStoreOptions
        {
            LocationType = "azure-blob-storage",
            Azure = new AzureOptions { BlobStorage = new BlobStorageOptions { AccountName = "account", ContainerName = "backups", ServiceURL = service } },
        }));

    [Theory]
    [InlineData("/backup")]
    [InlineData("/backup/")]
    public void On_a_disk_it_is_the_folder(string location) =>
        Assert.Equal("/backup/app/2023-02-02t16-00-00", Url(new ObjectStoreOptions { LocalLocation = location }));

    private static string Url(ObjectStoreOptions store) => BackupUrl.Of(store, "app", "2023-02-02t16-00-00");
}
