using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Standalone.Tests.Processes;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.S3;

namespace Holdfast.Standalone.Tests;

/// <summary>The store is moved from a directory to a bucket through the API, while the real executable runs.</summary>
public sealed class MovedStoreTests
{
    [Fact]
    public async Task Backups_go_to_the_new_store_and_both_stores_restore()
    {
        var server = await CephServer.SharedAsync().OrSkipAsync();
        const string Secret = "testsecret";
        Assert.Equal(Secret, server.SecretKey);
        using var installation = new Installation(locationType: null);
        installation.Write("a", "one");
        await using var standalone = await StandaloneProcess.StartReadyAsync(installation.Configuration);
        var (first, _) = await standalone.BackUpAsync();
        var bucket = $"t{Guid.NewGuid():N}";
        var document = $$$$"""
            {"locationType":"s3","aws":{"accessKey":"{{{{server.AccessKey}}}}","secretKey":"{{{{Secret}}}}","s3":{"bucketName":"{{{{bucket}}}}","endpoint":"{{{{server.Endpoint}}}}","forcePathStyle":true}}}
            """;

        var wrong = await standalone.CallAsync("POST /api/config/objectStoreConfig/test", document.Replace(Secret, "nonsense", StringComparison.Ordinal));
        Assert.True(wrong.Status == 200 && !(bool)JsonNode.Parse(wrong.Text)!["usable"]!, wrong.Text);
        var good = await standalone.CallAsync("POST /api/config/objectStoreConfig/test", document);
        Assert.True(good.Status == 200 && (bool)JsonNode.Parse(good.Text)!["usable"]!, good.Text);
        var put = await standalone.CallAsync("PUT /api/config/objectStoreConfig", document);
        Assert.True(put.Status == 200, put.Text);

        installation.Write("a", "two");
        var (second, status) = await standalone.BackUpAsync();
        Assert.Equal("Success", status);
        Assert.False(Directory.Exists(Path.Combine(installation.Backups, "app", second)));
        foreach (var (timestamp, content) in new[] { (first, "one"), (second, "two") })
        {
            var restore = await standalone.CallAsync("POST /api/restore", $$"""{"timestamp":"{{timestamp}}"}""");
            Assert.True(restore.Status == 202, restore.Text);
            Assert.Equal("Success", (string)(await standalone.EndsAsync("GET /api/restore/status"))["status"]!);
            Assert.Equal(content, installation.Read("a"));
        }

        Assert.Equal(0, await standalone.StopAsync());
        var state = string.Concat(Directory.GetFiles(Path.Combine(installation.Backups, ".holdfast-state"), "holdfast.db*").Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))));
        Assert.Contains("sealed:1:", state, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, state + standalone.Output + good.Text + put.Text, StringComparison.Ordinal);
        var key = Path.Combine(installation.Backups, ".holdfast-state", "secrets.key");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
    }
}
