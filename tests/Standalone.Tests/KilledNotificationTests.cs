using Holdfast.Standalone.Tests.Processes;
using Holdfast.TestServers.Conditions;
using Holdfast.TestServers.Web;

namespace Holdfast.Standalone.Tests;

public sealed class KilledNotificationTests
{
    [Fact]
    public async Task What_was_to_be_told_when_the_process_was_killed_is_told_by_the_next_under_the_same_id()
    {
        await using var receiver = WebReceiver.Start();
        using var installation = new Installation(notification: new { events = "success", webhook = new { url = $"{receiver.Url}/hook", secret = "secret" } });
        installation.Write("a", "content");
        receiver.Status = _ => 503;
        string key;
        await using (var standalone = await StandaloneProcess.StartReadyAsync(installation.Configuration))
        {
            key = standalone.Key!;
            Assert.Equal("Success", (await standalone.BackUpAsync()).Status);
            await Eventually.TrueAsync(
                async () => (await standalone.CallAsync("GET /api/notifications")).Text.Contains("it answered with status 503", StringComparison.Ordinal), "it was tried");
            standalone.Kill();
            await standalone.ExitAsync();
        }

        var (refused, before) = (receiver.Calls.First(), receiver.Calls.Count);
        receiver.Status = _ => 200;
        await using var next = await StandaloneProcess.StartReadyAsync(installation.Configuration, key);

        await Eventually.TrueAsync(() => receiver.Calls.Count > before, "it comes again");
        Assert.Equal((refused.Headers["webhook-id"], refused.Body), (receiver.Calls.Last().Headers["webhook-id"], receiver.Calls.Last().Body));
        await Eventually.TrueAsync(
            async () => (await next.CallAsync("GET /api/notifications")).Text.Contains("\"outcome\":\"delivered\"", StringComparison.Ordinal), "it is delivered");
    }
}
