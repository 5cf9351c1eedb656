using Holdfast.Api.Tests.Platform;
using Holdfast.Contracts.Restores;
using Holdfast.Contracts.Runs;
using Holdfast.TestServers.Commands;

namespace Holdfast.Api.Tests.Commands;

/// <summary>What an operator types, with the real command against the real API.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task A_backup_is_made_listed_pinned_restored_and_deleted()
    {
        await using var server = await ApiServer.StartAsync();
        var holdfast = new ApiCommands(server);

        var made = await holdfast.RunAsync("backup --wait --label nightly");
        Assert.Equal(0, made.Status);
        var timestamp = made.Output.Split(' ')[1].TrimEnd(':');
        Assert.StartsWith($"Backup {timestamp}: Success\n40 B, of which 12 B were added to ", made.Output, StringComparison.Ordinal);
        Assert.StartsWith($"Backup {timestamp} has begun\n", made.Errors, StringComparison.Ordinal);

        Assert.Equal($"Pinned backup {timestamp}\n", (await holdfast.RunAsync($"pin {timestamp}")).Output);
        var list = (await holdfast.RunAsync("list")).Output.Split('\n');
        Assert.StartsWith("TIMESTAMP (UTC)      STATUS   TOOK", list[0], StringComparison.Ordinal);
        Assert.Matches($@"^{timestamp}  Success  \S+ +40 B  12 B   yes     nightly$", list[1]);

        var line = Assert.Single((await holdfast.RunAsync("list --json")).Lines);
        Assert.Equal(("backup", timestamp, "Success", true), ((string)line["message_type"]!, (string)line["timestamp"]!, (string)line["status"]!, (bool)line["pinned"]!));

        var refused = await holdfast.RunAsync($"delete {timestamp}");
        Assert.Equal((11, ""), (refused.Status, refused.Output));
        Assert.Contains("pinned", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await holdfast.RunAsync($"unpin {timestamp}")).Status);

        var looked = await holdfast.RunAsync($"restore {timestamp} --dry-run --without gitserver postgres");
        Assert.Equal((0, $"the restore would succeed (backup app/{timestamp})\nWould be replaced: volume/edweb\nWould stay as they are: gitserver postgres\n"), (looked.Status, looked.Output));
        var drill = await holdfast.RunAsync($"restore {timestamp} --drill --wait");
        Assert.True(drill.Status == 0, drill.Errors);
        Assert.StartsWith($"Drill of app/{timestamp}: drill succeeded: 4 components were rebuilt ", drill.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await holdfast.RunAsync($"restore {timestamp} --drill --dry-run")).Status);
        var restored = await holdfast.RunAsync($"restore {timestamp} --wait");
        Assert.True(restored.Status == 0, restored.Errors);
        Assert.StartsWith($"Restore of app/{timestamp}: Success (Completed)\nIt can be undone until ", restored.Output, StringComparison.Ordinal);
        Assert.StartsWith($"Restore of app/{timestamp}: Success (Completed)\n", (await holdfast.RunAsync("status --restore")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await holdfast.RunAsync($"restore {timestamp} --dry-run")).Status);
        Assert.Contains($"\nThe restore of app/{timestamp} can be undone until ", (await holdfast.RunAsync("status --restore")).Output, StringComparison.Ordinal);
        Assert.Contains("(Undone)", (await holdfast.RunAsync("undo --wait")).Output, StringComparison.Ordinal);

        Assert.Equal("The verification has begun: holdfast verify --status\n", (await holdfast.RunAsync($"verify {timestamp}")).Output);
        Assert.Equal(11, (await holdfast.RunAsync("verify --quick")).Status);
        Assert.Equal($"Verification of {timestamp} (full): it waits for the uploader (Waiting, 0 B)\n", (await holdfast.RunAsync("verify --status")).Output);
        Assert.Equal("The verification is being cancelled\n", (await holdfast.RunAsync("verify --cancel")).Output);

        await server.BackUpAsync();
        Assert.Equal($"Deleted backup {timestamp}\n", (await holdfast.RunAsync($"delete {timestamp}")).Output);
        Assert.DoesNotContain(timestamp, (await holdfast.RunAsync("list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_ends_with_status_1_and_says_why()
    {
        await using var server = await ApiServer.StartAsync();
        var holdfast = new ApiCommands(server);
        server.World.FailAt(RunStep.Backup, "db/gogs", "out of memory");

        var failed = await holdfast.RunAsync("backup --wait --json");

        Assert.Equal(1, failed.Status);
        var last = failed.Lines[^1];
        Assert.Equal("backup", (string)last["message_type"]!);
        Assert.Contains("out of memory", (string)last["status"]!, StringComparison.Ordinal);
        var status = await holdfast.RunAsync($"status {last["timestamp"]}");
        Assert.Equal(1, status.Status);
        Assert.Contains("out of memory", status.Output, StringComparison.Ordinal);

        server.World.Mend();
        var timestamp = await server.BackUpAsync();
        server.World.Preflight = component => component.Name == "gogs" ? [new PreflightFinding { Component = component, Blocking = true, Text = "the disk is too small" }] : [];
        var looked = await holdfast.RunAsync($"restore {timestamp} -n");
        Assert.Equal(1, looked.Status);
        Assert.Contains("PROBLEM db/gogs: the disk is too small", looked.Output, StringComparison.Ordinal);
        var missing = await holdfast.RunAsync("status 2020-01-01t00-00-00 --json");
        Assert.Equal((1, ""), (missing.Status, missing.Output));
        Assert.Equal("""{"message_type":"error","code":404,"exitStatus":1,"message":"there is no backup 2020-01-01t00-00-00 in namespace app"}""", missing.Errors.TrimEnd());
    }

    [Fact]
    public async Task Interrupting_the_wait_says_that_the_backup_goes_on_and_cancel_ends_it()
    {
        await using var server = await ApiServer.StartAsync();
        var holdfast = new ApiCommands(server);
        server.World.HangAt("db/gogs");
        await using var waiting = holdfast.Start("backup --wait");
        await server.SaysAsync("GET /api/backup/status", "pending DBs: [gogs] and pending Volumes: []");
        await waiting.SaysAsync("has begun");

        await waiting.InterruptAsync();

        var interrupted = await waiting.EndAsync();
        Assert.Equal((130, ""), (interrupted.Status, interrupted.Output));
        Assert.Matches(@"holdfast: stopped waiting; the backup (\S+) goes on: holdfast status \1\n$", interrupted.Errors);
        var status = await holdfast.RunAsync("status");
        Assert.Equal(0, status.Status);
        Assert.Contains("backup/restore operation ongoing with pending DBs: [gogs]", status.Output, StringComparison.Ordinal);
        Assert.Equal(11, (await holdfast.RunAsync("backup")).Status);

        Assert.Equal(0, (await holdfast.RunAsync("cancel")).Status);
        await server.EndsAsync();
        var nothing = await holdfast.RunAsync("cancel");
        Assert.Equal((1, "holdfast: nothing runs\n"), (nothing.Status, nothing.Errors));
    }

    [Fact]
    public async Task Settings_keys_components_and_the_rest_are_at_hand()
    {
        await using var server = await ApiServer.StartAsync();
        var holdfast = new ApiCommands(server);

        var set = await holdfast.RunAsync("documents set backupConfig - --version-seen 0", """{"backupRetentionCount": 7, /* a week */}""");
        Assert.True(set.Status == 0, set.Errors);
        var document = Assert.Single((await holdfast.RunAsync("documents get backupConfig --json")).Lines);
        Assert.Equal(("document", 7, 1), ((string)document["message_type"]!, (int)document["backupConfig"]!["backupRetentionCount"]!, (int)document["version"]!));
        Assert.Equal(11, (await holdfast.RunAsync("documents set backupConfig - --version-seen 0", "{}")).Status);
        var wrong = await holdfast.RunAsync("documents set backupConfig -", """{"backupRetentionCount":"many"}""");
        Assert.Equal((2, "holdfast: backupRetentionCount: must be a whole number\n"), (wrong.Status, wrong.Errors));

        var made = await holdfast.RunAsync("keys create nightly --role viewer --expires 2099-12-31");
        Assert.Matches("^hf_[A-Za-z0-9_-]{43}\n$", made.Output);
        var viewing = new ApiCommands(server, made.Output.Trim());
        Assert.Equal((3, "holdfast: the role of this API key does not allow the call\n"), await ErrorsAsync(viewing, "backup"));
        Assert.Matches("nightly +viewer .* 2099-12-31 00:00:00", (await holdfast.RunAsync("keys list")).Output);
        Assert.Equal(0, (await holdfast.RunAsync("keys revoke nightly")).Status);
        Assert.Equal(3, (await viewing.RunAsync("list")).Status);

        Assert.Equal(["db/airflow", "db/gogs", "volume/edweb", "volume/gitserver"], (await holdfast.RunAsync("components list --json")).Lines.Select(line => (string)line["component"]!));
        Assert.Equal(1, (await holdfast.RunAsync("components remove volume/nothing")).Status);
        Assert.Equal(2, (await holdfast.RunAsync("components remove nothing")).Status);
        Assert.Contains("Regular backups are off", (await holdfast.RunAsync("schedule")).Output, StringComparison.Ordinal);
        var plan = Assert.Single((await holdfast.RunAsync("retention --dry-run --json")).Lines);
        Assert.True((bool)plan["dryRun"]!);
        Assert.Equal("Nothing was told yet.\n", (await holdfast.RunAsync("notifications list")).Output);
        Assert.Equal(0, (await holdfast.RunAsync("notifications test")).Status);
    }

    [Fact]
    public async Task The_exit_status_tells_wrong_usage_from_an_api_that_is_away()
    {
        await using var server = await ApiServer.StartAsync();
        (string Arguments, int Status)[] calls =
        [
            ("backup --bogus", 2),
            ("no-such-command", 2),
            ("restore", 2),
            ("keys create x --role root", 2),
            ("restore yesterday", 2),
            ("backup nothing", 2),
            ("list --url http://127.0.0.1:1", 3),
            ("list --url ftp://127.0.0.1", 2),
            ("list --key-file /nowhere/key", 2),
            ("list --key-file /dev/null", 2),
            ("--help", 0),
        ];

        foreach (var (arguments, status) in calls)
        {
            var ended = await new ApiCommands(server).RunAsync(arguments);

            Assert.True(ended.Status == status && ended.Errors.Length > 0 == (status != 0), $"{arguments}: {ended.Status} {ended.Errors}");
        }
    }

    [Fact]
    public async Task The_key_comes_from_a_file_the_environment_or_standard_input()
    {
        await using var server = await ApiServer.StartAsync();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, ApiServer.AdminKey + "\n");
            Dictionary<string, string> only = new() { ["HOLDFAST_URL"] = server.Address + "/" };
            Assert.Equal(0, (await HoldfastCommand.RunAsync(only, ["list", "--key-file", file])).Status);
            Assert.Equal(0, (await HoldfastCommand.RunAsync(only, ["list", "--key-file", "-"], ApiServer.AdminKey)).Status);
            Assert.Equal(0, (await HoldfastCommand.RunAsync(new Dictionary<string, string>(only) { ["HOLDFAST_API_KEY_FILE"] = file }, ["list"])).Status);
            Assert.Equal(2, (await HoldfastCommand.RunAsync(only, ["list"])).Status);
            Assert.Equal(3, (await HoldfastCommand.RunAsync(new Dictionary<string, string>(only) { ["HOLDFAST_API_KEY"] = "a-key-that-nobody-has" }, ["list"])).Status);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<(int Status, string Errors)> ErrorsAsync(ApiCommands commands, string arguments)
    {
        var ended = await commands.RunAsync(arguments);
        return (ended.Status, ended.Errors);
    }
}
