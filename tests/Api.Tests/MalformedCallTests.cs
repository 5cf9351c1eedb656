using Holdfast.Api.Tests.Platform;
using Microsoft.Extensions.Logging;

namespace Holdfast.Api.Tests;

public sealed class MalformedCallTests
{
    private const string NotJson = "the body is not the JSON that the call takes: ";

    [Theory]
    [InlineData("POST /api/backup", "{", NotJson + "line 1, byte 2")]
    [InlineData("POST /api/backup", "{\n  \"label\": nothing }", NotJson + "line 2, byte 13")]
    [InlineData("POST /api/backup", "[]", NotJson + "it must be a JSON object with each field once (line 1, byte 2)")]
    [InlineData("POST /api/backup", "null", NotJson + "it must be a JSON object")]
    [InlineData("POST /api/backup", "{} {}", NotJson + "line 1, byte 4")]
    [InlineData("POST /api/backup", """{"label":"\ud800"}""", NotJson + "the text that begins at byte 10 is not valid Unicode")]
    [InlineData("POST /api/backup", """{"label":5}""", "label: is not what the call takes here (line 1, byte 11)")]
    [InlineData("POST /api/backup", """{"lable":"x"}""", "lable: the call has no such field")]
    [InlineData("POST /api/backup", """{"components":["gogs","gitservr"]}""", "components: no component has this name: gitservr")]
    [InlineData("POST /api/restore", "{}", "timestamp: is missing; it must be a timestamp such as 2023-02-02t16-00-00")]
    [InlineData("POST /api/restore", """{"timestamp":"2023-02-02T16-00-00"}""", "timestamp: '2023-02-02T16-00-00' is not a timestamp such as 2023-02-02t16-00-00")]
    [InlineData("POST /api/restore", """{"timestamp":"2023-02-30t16-00-00"}""", "timestamp: '2023-02-30t16-00-00' is not a timestamp such as 2023-02-02t16-00-00")]
    [InlineData("POST /api/restore", """{"timestamp":"2023-02-02t16-00-00","sourceNamespace":"../x"}""", "sourceNamespace: '../x' is not a namespace: 1 to 63 lower-case letters, digits and dashes")]
    [InlineData("POST /api/restore", """{"timestamp":"2023-02-02t16-00-00","svcs":{"gogs":{"disable":"yes"}}}""", "svcs.gogs.disable: is not what the call takes here (line 1, byte 67)")]
    [InlineData("POST /api/restore", """{"timestamp":"2023-02-02t16-00-00","svcs":{"gogs":{"disabled":true}}}""", "svcs.gogs.disabled: the call has no such field")]
    [InlineData("POST /api/restore", """{"timestamp":"2023-02-02t16-00-00","dryRn":true}""", "dryRn: the call has no such field")]
    [InlineData("GET /api/backup/status?timestamp=yesterday", null, "timestamp: 'yesterday' is not a timestamp such as 2023-02-02t16-00-00")]
    [InlineData("GET /api/restore/status?timestamp=", null, "timestamp: '' is not a timestamp such as 2023-02-02t16-00-00")]
    [InlineData("GET /api/backup/delete", null, "timestamp: is missing; it must be a timestamp such as 2023-02-02t16-00-00")]
    [InlineData("DELETE /api/backup/latest", null, "timestamp: 'latest' is not a timestamp such as 2023-02-02t16-00-00")]
    public async Task What_is_wrong_is_named(string call, string? body, string message)
    {
        await using var server = await ApiServer.StartAsync();

        var answer = await server.CallAsync(call, body);

        Assert.Equal((400, $$"""{"code":400,"message":"{{message}}"}"""), (answer.Status, answer.Text));
        Assert.Equal("application/json; charset=utf-8", answer.ContentType);
        Assert.Equal("""{"backup-list":[]}""", (await server.CallAsync("GET /api/backup/list")).Text);
        Assert.DoesNotContain(server.Log.Of(LogLevel.Error), entry => entry.Contains("was answered with", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("PUT /api/backup", 405, "the call does not take this method")]
    [InlineData("GET /api/no-such-call", 404, "there is no such call")]
    public async Task What_does_not_exist_is_told_in_the_same_form(string call, int status, string message)
    {
        await using var server = await ApiServer.StartAsync();

        var answer = await server.CallAsync(call);

        Assert.Equal((status, $$"""{"code":{{status}},"message":"{{message}}"}"""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Other_formats_than_json_are_refused()
    {
        await using var server = await ApiServer.StartAsync();

        var answer = await server.CallAsync("POST /api/backup", "<backup/>", contentType: "application/xml");

        Assert.Equal(
            (415, """{"code":415,"message":"the body must be JSON, sent with Content-Type: application/json, not application/xml; charset=utf-8"}"""),
            (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Json_is_read_as_curl_sends_it_by_default()
    {
        await using var server = await ApiServer.StartAsync();

        Assert.Equal(202, (await server.CallAsync("POST /api/backup", "{}", contentType: "application/x-www-form-urlencoded")).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_is_too_large_is_refused(bool chunked)
    {
        await using var server = await ApiServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/backup");
        request.Headers.Add("X-Api-Key", ApiServer.AdminKey);
        request.Headers.TransferEncodingChunked = chunked;
        request.Content = new StringContent(new string(' ', (64 * 1024) + 1), System.Text.Encoding.ASCII, "application/json");

        var answer = await server.SendAsync(request);

        Assert.Equal((413, """{"code":413,"message":"the body is larger than 65536 bytes"}"""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task A_body_of_the_largest_size_is_read()
    {
        await using var server = await ApiServer.StartAsync();

        var answer = await server.CallAsync("POST /api/backup", $"{{{new string(' ', (64 * 1024) - 2)}}}");

        Assert.Equal(202, answer.Status);
    }
}
