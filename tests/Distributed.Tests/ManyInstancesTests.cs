using Holdfast.Distributed.Tests.Platform;
using Holdfast.Sample.Platform;

namespace Holdfast.Distributed.Tests;

public sealed class ManyInstancesTests(TwoOfEach two) : IClassFixture<TwoOfEach>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_of_each_service_share_the_work_and_do_nothing_twice()
    {
        var (platform, holdfast) = (two.Platform, two.Holdfast);
        await platform.SetAsync(1);
        var first = await holdfast.BackUpAsync();
        var second = await holdfast.BackUpAsync();
        await platform.SetAsync(2);
        await holdfast.RestoreAsync(first);

        await platform.IsAsync(1);
        Assert.Single(Directory.GetDirectories(Path.Combine(platform.Store, "app", first, "db", "d1")));
        var (_, deleted) = await holdfast.Api.CallAsync(HttpMethod.Delete, $"/api/backup/{second}", null, Token);
        await Waiting.ForAsync<object>(
            $"{second} to be gone, after {deleted}",
            TimeSpan.FromMinutes(1),
            async () => (await holdfast.Api.BackupsAsync(Token)).Any(backup => backup.Timestamp == second) ? null : second,
            Token);
        Assert.False(Directory.Exists(Path.Combine(platform.Store, "app", second)));
        await platform.SetAsync(2);
        await holdfast.RestoreAsync(first);
        await platform.IsAsync(1);

        await using var program = await two.ProgramAsync();
        foreach (var queue in (string[])["backup-saga", "uploader-retention"])
        {
            Assert.Contains("'quorum'", await program.ObjectionToClassicAsync(queue), StringComparison.Ordinal);
        }
    }

    /// <summary>As for a new version: each process is asked to stop and started again while an operation runs, in turn a backup and a restore.</summary>
    [Fact]
    public async Task Every_process_is_restarted_in_the_middle_of_operations_and_none_of_them_notices()
    {
        var (platform, holdfast) = (two.Platform, two.Holdfast);
        await platform.SetAsync(1);
        var first = await holdfast.BackUpAsync();
        foreach (var (i, process) in holdfast.Processes.Index())
        {
            if (i % 2 == 0)
            {
                var timestamp = await holdfast.Api.BackUpAsync(Token);
                await process.StartAgainAsync();
                Succeeded(process, await holdfast.BackupEndAsync(timestamp));
            }
            else
            {
                await platform.SetAsync(2);
                await holdfast.Api.RestoreAsync(first, Token);
                await process.StartAgainAsync();
                Succeeded(process, await holdfast.RestoreEndAsync(first));
                await platform.IsAsync(1);
            }
        }

        await using var program = await two.ProgramAsync();
        await program.NothingWaitsAsync();
    }

    private void Succeeded(ServiceProcess process, string status) => Assert.True(status == HoldfastApi.Success, $"{process.Service}: {status}\n{two.Holdfast.Tails()}");
}
