using Holdfast.Api.Tests.Platform;
using Holdfast.Contracts.Restores;

namespace Holdfast.Api.Tests.Pages;

/// <summary>What a user does with the admin pages, in a real browser.</summary>
public sealed class ClickThroughTests
{
    [Fact]
    public async Task An_administrator_backs_up_watches_it_tries_a_restore_and_restores()
    {
        var (world, release) = (new SimulatedWorld(), new TaskCompletionSource());
        world.Before = (run, cancellationToken) => run.Component.ToString() == "volume/gitserver" ? release.Task.WaitAsync(cancellationToken) : Task.CompletedTask;
        world.Preflight = component => component.Name == "gogs"
            ? [new PreflightFinding { Component = component, Blocking = true, Text = "the server is <b>too old</b>" }]
            : [];
        await using var server = await ApiServer.StartAsync(world: world);
        await using var user = await PageUser.OpenAsync(server.Address);

        await user.LogInAsync("no-such-key");
        await user.SeesAsync("the API key is unknown, revoked or expired");
        await user.LogInAsync(ApiServer.AdminKey);
        await user.SeesAsync("None yet");

        await user.ClickAsync("Back up now");
        await user.TypeAsync("#label", "<img src=x onerror=alert(1)>");
        await user.ClickAsync("Start the backup");
        await user.SeesAsync("is running");
        await user.SeesAsync("3 of 4 components");
        await user.SeesAsync("volume/gitserver");
        release.SetResult();
        await user.SeesAsync("1 good backup in all");
        var timestamp = (await server.CallAsync("GET /api/backup/latest")).Timestamp;

        await user.ClickAsync("Backups");
        await user.SeesAsync("<img src=x onerror=alert(1)>");
        await user.ClickAsync(timestamp);
        await user.SeesAsync("It was not verified yet.");
        await user.ClickAsync("Verify");
        await user.SeesAsync("it waits for the uploader");
        await user.ClickAsync("Restore…");
        await user.ClickAsync("Dry run");
        await user.SeesAsync("The restore would fail");
        await user.SeesAsync("db/gogs: the server is <b>too old</b>");
        Assert.DoesNotContain("Restore", await user.ChoicesAsync());

        await user.TickAsync("db/gogs");
        await user.ClickAsync("Dry run");
        await user.SeesAsync("The restore would succeed");
        Assert.DoesNotContain("Restore", await user.ChoicesAsync());
        await user.TypeAsync("input.mono", timestamp);
        await user.ClickAsync("Restore");
        await user.SeesAsync("Can be undone until");
        Assert.Contains("Commit db/airflow", world.Done);
        Assert.DoesNotContain("Commit db/gogs", world.Done);
        await user.ClickAsync("Backups");
        await server.CallAsync("POST /api/restore", $$"""{"timestamp":"{{timestamp}}","dryRun":true}""");
        await user.ClickAsync("Overview");
        await user.SeesAsync($"The restore of {timestamp} can be undone until");

        await user.ClickAsync("Log out");
        await user.SeesAsync("You have logged out.");
        Assert.DoesNotContain(timestamp, await user.TextAsync(), StringComparison.Ordinal);
        Assert.Empty(user.Complaints(PageUser.Answers));
    }

    [Fact]
    public async Task A_viewer_sees_everything_and_is_offered_nothing_that_would_be_refused()
    {
        await using var server = await ApiServer.StartAsync();
        var timestamp = await server.BackUpAsync();
        await using var user = await PageUser.OpenAsync(server.Address);
        await user.LogInAsync(await server.KeyAsync("viewer"));
        await user.SeesAsync("1 good backup in all");
        var choices = new List<string>(await user.ChoicesAsync());
        await user.ClickAsync("Backups");
        await user.SeesAsync("1 backup");
        choices.AddRange(await user.ChoicesAsync());
        await user.ClickAsync(timestamp);
        await user.SeesAsync("volume/gitserver");
        choices.AddRange(await user.ChoicesAsync());

        Assert.DoesNotContain(choices, text => text is "Back up now" or "Restore…" or "Try a restore…" or "Pin" or "Delete…" or "Verify" or "API keys" or "Audit log");
        Assert.False(await user.OverflowsAsync(360), "wider than a phone");
        Assert.Empty(user.Complaints(PageUser.Answers));
    }

    [Fact]
    public async Task An_administrator_changes_the_configuration_makes_a_key_and_finds_it_in_the_audit_log()
    {
        await using var server = await ApiServer.StartAsync(new Dictionary<string, string?> { ["Backup:backupFrequency"] = "0 30 4 * * *" });
        await using var user = await PageUser.OpenAsync($"{server.Address}/ui/#/configuration");
        await user.LogInAsync(ApiServer.AdminKey);
        await user.SeesAsync("Locked: set by");
        Assert.True(await user.IsDisabledAsync("[name=backupFrequency]"));
        await user.TypeAsync("[name=backupRetentionCount]", "0");
        await user.ClickAsync("Save");
        await user.SeesAsync("It was not saved: see the fields above.");
        Assert.True(await user.IsInvalidAsync("[name=backupRetentionCount]"));
        await user.TypeAsync("[name=backupRetentionCount]", "7");
        await user.ClickAsync("Save");
        await user.SeesAsync("backupRetentionCount: 30 → 7");
        Assert.Contains("\"backupRetentionCount\":7", (await server.CallAsync("GET /api/config/backupConfig")).Text, StringComparison.Ordinal);

        await user.ClickAsync("Object store");
        await user.ClickAsync("Test the connection");
        await user.SeesAsync("s3://b: It works.");

        await user.ClickAsync("API keys");
        await user.ClickAsync("New key…");
        await user.TypeAsync("#key-name", "nightly");
        await user.PressAsync("Enter");
        await user.SeesAsync("it cannot be shown again");
        var key = await user.SecretAsync();
        Assert.Equal("""{"name":"nightly","role":"viewer"}""", (await server.CallAsync("GET /api/session", key: key)).Text);
        await user.ClickAsync("Done");

        await user.ClickAsync("Audit log");
        await user.SeesAsync("key.create");
        Assert.DoesNotContain(key, await user.TextAsync(), StringComparison.Ordinal);
        await user.ClickAsync("Notifications");
        await user.ClickAsync("Send a test");
        await user.SeesAsync("No way to tell anybody is configured.");
        foreach (var page in new[] { "Components", "Schedule", "Notifications", "Configuration", "API keys", "Audit log", "Backups", "Overview" })
        {
            await user.ClickAsync(page);
            await user.SeesHeadingAsync(page);
            Assert.False(await user.OverflowsAsync(360), $"{page} is wider than a phone");
        }

        Assert.Empty(user.Complaints([.. PageUser.Answers, "status of 400 (Bad Request)"]));
    }

    [Fact]
    public async Task A_lost_connection_is_told_and_found_again_and_a_session_that_has_ended_leads_to_the_login()
    {
        await using var server = await ApiServer.StartAsync();
        await using var user = await PageUser.OpenAsync(server.Address);
        await user.LogInAsync(ApiServer.AdminKey);
        await user.SeesAsync("Nothing is running");
        await server.BackUpAsync();
        await user.SeesAsync("1 good backup in all");
        await server.StopAsync();
        await user.SeesAsync("The connection to Holdfast is lost");

        await using var another = await ApiServer.StartAsync(new Dictionary<string, string?> { ["Api:Urls"] = server.Address });
        await user.SeesAsync("Your session has ended");
        Assert.DoesNotContain("The connection to Holdfast is lost", await user.TextAsync(), StringComparison.Ordinal);
        await user.LogInAsync(ApiServer.AdminKey);
        await user.SeesAsync("None yet");
        Assert.Empty(user.Complaints([.. PageUser.Answers, "net::ERR_CONNECTION_REFUSED", "net::ERR_INCOMPLETE_CHUNKED_ENCODING", "net::ERR_EMPTY_RESPONSE"]));
    }
}
