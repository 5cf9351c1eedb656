using Holdfast.Api.Tests.Platform;

namespace Holdfast.Api.Tests.Pages;

/// <summary>Everything that can be done with a backup and a restore, in a real browser.</summary>
public sealed class ActionTests
{
    [Fact]
    public async Task An_administrator_accepts_a_size_pins_unpins_and_deletes()
    {
        await using var server = await ApiServer.StartAsync(world: new SimulatedWorld { ComponentBytes = 5 << 20 });
        var normal = await server.BackUpAsync();
        server.World.ComponentBytes = 1000;
        var small = await server.BackUpAsync();
        await using var user = await PageUser.OpenAsync($"{server.Address}/ui/#/backups");
        await user.LogInAsync(ApiServer.AdminKey);
        await user.SeesAsync("Suspicious");
        await user.ClickAsync(small);
        await user.SeesAsync("db/airflow has 1000 bytes after 5242880");
        await user.SeesAsync("retention by itself removes nothing");
        await user.ClickAsync("It is as it should be");
        await user.DoesNotSeeAsync("Suspicious");
        Assert.DoesNotContain("suspicion", (await server.CallAsync("GET /api/backup/list")).Text, StringComparison.Ordinal);

        await user.ClickAsync("Pin");
        await user.SeesAsync("Unpin");
        Assert.DoesNotContain(await user.ChoicesAsync(), choice => choice is "Pin" or "Delete…");
        await user.ClickAsync("Unpin");
        await user.ClickAsync("Delete…");
        await user.TypeAsync("dialog input", normal);
        Assert.DoesNotContain("Delete the backup", await user.ChoicesAsync());
        await user.TypeAsync("dialog input", small);
        await user.PressAsync("Enter");
        await user.SeesAsync("1 backup");
        Assert.DoesNotContain(small, (await server.CallAsync("GET /api/backup/list")).Text, StringComparison.Ordinal);
        Assert.Equal([normal], server.World.Manifests.Keys.Select(key => key[4..]));
        Assert.Empty(user.Complaints(PageUser.Answers));
    }

    [Fact]
    public async Task An_operator_s_drill_replaces_nothing_and_an_administrator_brings_back_what_a_restore_replaced()
    {
        await using var server = await ApiServer.StartAsync();
        var timestamp = await server.BackUpAsync();
        await using var user = await PageUser.OpenAsync($"{server.Address}/ui/#/backups/{timestamp}");
        await user.LogInAsync(await server.KeyAsync("operator"));
        await user.ClickAsync("Try a restore…");
        Assert.DoesNotContain("Restore", await user.ChoicesAsync());
        await user.ClickAsync("Drill");
        await user.SeesAsync($"Last: Drill of {timestamp} succeeded");
        Assert.DoesNotContain(server.World.Done, step => step.StartsWith("Commit", StringComparison.Ordinal));
        await user.ClickAsync("Log out");
        await user.LogInAsync(ApiServer.AdminKey);
        await user.SeesAsync($"Drill of {timestamp} succeeded");

        await server.CallAsync("POST /api/restore", $$"""{"timestamp":"{{timestamp}}"}""");
        await user.SeesAsync("Can be undone until");
        await user.ClickAsync("Undo…");
        await user.TypeAsync("dialog input", timestamp);
        await user.ClickAsync("Undo the restore");
        await user.SeesAsync($"Restore of {timestamp} undone");
        await user.SeesAsync($"Last: Restore {timestamp} was undone");
        Assert.Contains("RollBack db/airflow", server.World.Done);
        Assert.Empty(user.Complaints(PageUser.Answers));
    }
}
