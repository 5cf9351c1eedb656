using Holdfast.Api.Tests.Platform;

namespace Holdfast.Api.Tests;

/// <summary>Secrets of documents are in no answer, log line or audit entry, whatever becomes of the call that brought them.</summary>
public sealed class SecretTests
{
    private const string Secret = "S3cr3t-value";

    /// <summary>Each with every secret field it has.</summary>
    private const string Store = $$$"""
        {"locationType":"s3","aws":{"accessKey":"{{{Secret}}}-1","secretKey":"{{{Secret}}}-2","s3":{"bucketName":"b","region":"eu-central-1"}},"azure":{"accessKey":"{{{Secret}}}-3"}}
        """;

    private const string Notification = $$$"""
        {"webhook":{"url":"http://127.0.0.1:1/{{{Secret}}}-4","secret":"{{{Secret}}}-5"},"ping":{"url":"http://127.0.0.1:1/{{{Secret}}}-6"},
        "email":{"host":"127.0.0.1","port":1,"security":"none","user":"u","password":"{{{Secret}}}-7","from":"a@b.example","to":"c@d.example"}}
        """;

    [Fact]
    public async Task Secrets_are_in_no_answer_and_no_log_line()
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-secrets-").FullName;
        await using (var server = await ApiServer.StartAsync(new Dictionary<string, string?> { ["Secrets:KeyFile"] = Path.Join(folder, "secrets.key") }))
        {
            var answers = new List<string>();
            foreach (var (call, body, status) in new[]
            {
                ("PUT /api/config/objectStoreConfig", Store, 200),
                ("PUT /api/config/notificationConfig", Notification, 200),
                ("PUT /api/config/objectStoreConfig", Store.Replace("\"locationType\":\"s3\"", "\"locationType\":\"tape\"", StringComparison.Ordinal), 400),
                ("PUT /api/config/notificationConfig", Notification.Replace("http://127.0.0.1:1/", "gopher://", StringComparison.Ordinal), 400),
                ("PUT /api/config/objectStoreConfig", Store.Replace("\"locationType\"", "\"nonsense\"", StringComparison.Ordinal), 400),
                ("PUT /api/config/notificationConfig", Notification.Replace("}}", "}", StringComparison.Ordinal)[..^2], 400),
                ("POST /api/config/objectStoreConfig/test", Store, 200),
                ("POST /api/notifications/test", "{}", 200),
                ("GET /api/config/objectStoreConfig", null, 200),
                ("GET /api/config/notificationConfig", null, 200),
                ("GET /api/config/objectStoreConfig/history", null, 200),
                ("GET /api/config/notificationConfig/history", null, 200),
                ("GET /api/feature/getConfig?configType=objectStore", null, 200),
                ("GET /api/feature/getConfig?configType=notification", null, 200),
                ("GET /api/notifications", null, 200),
                ("GET /api/audit", null, 200),
                ("GET /api/audit/export", null, 200),
                ("GET /api/keys", null, 200),
            })
            {
                var answer = await server.CallAsync(call, body);
                Assert.True(status == answer.Status, $"{call}: {answer.Status} {answer.Text}");
                answers.Add($"{call}: {answer.Text}");
            }

            Assert.Equal(401, (await server.CallAsync("GET /api/backup/list", key: $"{Secret}-8")).Status);
            Assert.All(answers, answer => Assert.DoesNotContain(Secret, answer, StringComparison.Ordinal));
            Assert.Contains(answers, answer => answer.Contains("********", StringComparison.Ordinal));
            Assert.DoesNotContain(Secret, server.Log.Everything, StringComparison.Ordinal);
            Assert.DoesNotContain(ApiServer.AdminKey, server.Log.Everything, StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }
}
