using System.Text.Json.Nodes;
using Holdfast.Distributed.Tests.Platform;
using Holdfast.EndToEnd.Tests.Platforms;
using Holdfast.Sample.Platform;

namespace Holdfast.Distributed.Tests.Bus;

/// <summary>What docs/bus.md promises to programs in any language.</summary>
[Collection(SharedHoldfast.Name)]
public sealed class BusFromOutsideTests(SharedHoldfast shared)
{
    private const string Backups = "Holdfast.Contracts.Backups";
    private const string Restores = "Holdfast.Contracts.Restores";
    private const string Operations = "Holdfast.Contracts.Operations";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Any_program_can_ask_for_a_backup_and_a_restore_and_hears_of_them()
    {
        await shared.Platform.SetAsync(1);
        await using var program = await AmqpProgram.ConnectAsync(shared.Broker.Address);
        foreach (var type in (string[])[$"{Backups}:BackupStarting", $"{Backups}:BackupCompleted", $"{Restores}:RestoreCompleted"])
        {
            await program.HearAsync(type);
        }

        var backup = Guid.NewGuid();
        JsonObject Request() => new() { ["operationId"] = backup, ["namespace"] = "app", ["requestedBy"] = "another program" };
        await program.PublishAsync($"{Backups}:BackupRequested", Request());
        var timestamp = $"{(await program.HeardAsync($"{Backups}:BackupAccepted", backup))["timestamp"]}";
        await program.HeardAsync($"{Backups}:BackupStarting", backup);
        var completed = await program.HeardAsync($"{Backups}:BackupCompleted", backup);
        Assert.Equal(timestamp, $"{completed["timestamp"]}");
        Assert.Equal(TinyPlatform.Databases.Count + TinyPlatform.Volumes.Count, completed["components"]!.AsArray().Count);
        Assert.Equal(HoldfastApi.Success, await shared.Holdfast.Api.BackupStatusAsync(timestamp, Token)); // the same as the call's

        await program.PublishAsync($"{Operations}:GetOperationStatus", new JsonObject { ["namespace"] = "app", ["operationId"] = backup });
        var status = await program.HeardAsync($"{Operations}:OperationStatus", backup);
        Assert.Equal(("Backup", "Completed", "Success"), ($"{status["kind"]}", $"{status["state"]}", $"{status["status"]}"));

        await shared.Platform.SetAsync(2);
        var restore = Guid.NewGuid();
        await program.PublishAsync(
            $"{Restores}:RestoreRequested",
            new JsonObject { ["operationId"] = restore, ["namespace"] = "app", ["timestamp"] = timestamp, ["requestedBy"] = "another program" });
        await program.HeardAsync($"{Restores}:RestoreCompleted", restore);
        await shared.Platform.IsAsync(1);

        var listed = (await shared.Holdfast.Api.BackupsAsync(Token)).Count;
        await program.PublishAsync($"{Backups}:BackupRequested", Request()); // a duplicate
        var after = await shared.Holdfast.BackUpAsync();
        Assert.Equal(listed + 1, (await shared.Holdfast.Api.BackupsAsync(Token)).Count);
        Assert.NotEqual(timestamp, after);
    }

    [Fact]
    public async Task What_cannot_be_read_lies_in_an_error_queue_and_holds_up_nothing()
    {
        await using var program = await AmqpProgram.ConnectAsync(shared.Broker.Address);
        string[] queues = ["backup-saga", "db-dumper", "volume-v1", "uploader"];
        var before = new Dictionary<string, uint>();
        foreach (var queue in queues)
        {
            before[queue] = await program.WaitingInAsync($"{queue}_error");
            await program.SendAsync(queue, "{ this is not JSON");
        }

        foreach (var queue in queues)
        {
            await Waiting.ForAsync<object>(
                $"a message in {queue}_error",
                TimeSpan.FromMinutes(1),
                async () => await program.WaitingInAsync($"{queue}_error") == before[queue] + 1 ? queue : null,
                Token);
            await program.PurgeAsync($"{queue}_error");
        }

        await shared.Holdfast.BackUpAsync();
        foreach (var queue in queues)
        {
            Assert.Equal(0u, await program.WaitingInAsync(queue));
        }
    }
}
