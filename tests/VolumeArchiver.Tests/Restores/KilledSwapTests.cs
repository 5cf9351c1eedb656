using System.Diagnostics;
using Xunit;

namespace Holdfast.VolumeArchiver.Tests.Restores;

/// <summary>A real process is killed in the middle of a swap.</summary>
public sealed class KilledSwapTests
{
    private const string Variable = "HOLDFAST_TEST_KILLED_SWAP";
    private const int Killed = 128 + 9;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.25)]
    [InlineData(0.35)]
    [InlineData(0.5)]
    [InlineData(0.65)]
    [InlineData(0.75)]
    [InlineData(0.9)]
    public async Task A_commit_that_is_killed_is_finished_or_undone(double part)
    {
        foreach (var undo in new[] { true, false })
        {
            using var scene = await SwapScene.CreateAsync();
            await RunChildAsync(scene, (int)(part * await CountAsync()));
            if (!undo)
            {
                scene.Commit();
                Assert.Equal(scene.New, await scene.DescribeAsync());
            }

            scene.RollBack();
            Assert.Equal(scene.Live, await scene.DescribeAsync());
            Assert.False(Directory.Exists(Path.Combine(scene.Volume, ".holdfast")));
        }
    }

    [Fact]
    public async Task While_one_process_swaps_no_other_one_can()
    {
        using var scene = await SwapScene.CreateAsync();
        scene.Locked(() => Assert.Contains(
            "Another process works at", Assert.Throws<Hosting.Runs.RunFailedException>(scene.Commit).Message, StringComparison.Ordinal));
        scene.Commit();
        Assert.Equal(scene.New, await scene.DescribeAsync());
    }

    /// <summary>The process that dies; run by the test above only.</summary>
    [Fact(Explicit = true)]
    public void Dies_in_the_middle_of_a_commit()
    {
        var arguments = Environment.GetEnvironmentVariable(Variable)?.Split('\n')
            ?? throw new InvalidOperationException($"{Variable} says what to do: this is a part of another test.");
        var scene = SwapScene.Reopen($"{arguments[0]}\n{arguments[1]}");
        scene.KillAt(int.Parse(arguments[2]));
        scene.Commit();
    }

    private static async Task<int> CountAsync()
    {
        using var scene = await SwapScene.CreateAsync();
        scene.StopAt(null);
        scene.Commit();
        return scene.Changes.Count;
    }

    private static async Task RunChildAsync(SwapScene scene, int change)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!, ["-explicit", "only", "-method", $"{typeof(KilledSwapTests).FullName}.{nameof(Dies_in_the_middle_of_a_commit)}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Variable] = $"{scene}\n{change}";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Stop);
        var output = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        Assert.True(process.ExitCode == Killed, $"The commit was to be killed; it ended with {process.ExitCode}: {output}{await error}");
    }
}
