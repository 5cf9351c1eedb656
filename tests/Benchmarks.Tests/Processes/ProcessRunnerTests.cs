using System.Globalization;
using Holdfast.Benchmarks.Processes;
using Xunit;

namespace Holdfast.Benchmarks.Tests.Processes;

public sealed class ProcessRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();

    private ProcessRunner Runner => new(_folder["log"], _stop.Token);

    public void Dispose()
    {
        _folder.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public void Answer_is_what_the_command_printed() => Assert.Equal("a b", Runner.Ask(Shell("echo a b")));

    [Fact]
    public void Pipeline_passes_bytes_from_input_to_output()
    {
        File.WriteAllText(_folder["in"], "one\ntwo\n");
        Runner.Run(new Pipeline(Shell("cat"), Shell("tr a-z A-Z"), Shell("tail -n 1")) { Input = _folder["in"], Output = _folder["out"] });
        Assert.Equal("TWO\n", File.ReadAllText(_folder["out"]));
    }

    [Fact]
    public void Directory_and_environment_are_set()
    {
        var command = Shell("echo $PLACE $(pwd)") with { Directory = "/usr", Environment = new Dictionary<string, string> { ["PLACE"] = "here" } };
        Assert.Equal("here /usr", Runner.Ask(command));
    }

    [Fact]
    public void Failure_names_the_command_and_shows_its_output()
    {
        var failure = Assert.Throws<ProcessFailedException>(() => Runner.Run(new Pipeline(Shell("echo broken >&2; exit 3"))));
        Assert.Contains("ended with 3", failure.Message, StringComparison.Ordinal);
        Assert.Contains("broken", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Failure_of_any_command_of_a_pipeline_fails_it() =>
        Assert.Throws<ProcessFailedException>(() => Runner.Run(new Pipeline(Shell("exit 1"), Shell("cat"))));

    [Fact]
    public void Death_by_signal_is_a_failure()
    {
        var failure = Assert.Throws<ProcessFailedException>(() => Runner.Run(new Pipeline(Shell("kill -9 $$"))));
        Assert.Contains("ended with 137", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_program_is_a_failure() =>
        Assert.Throws<ProcessFailedException>(() => Runner.Run(new Pipeline(new Command("/nowhere/program"))));

    [Fact]
    public void A_pipe_whose_reader_is_gone_ends_the_writer() =>
        Assert.Contains(
            "ended with 141", // 128 + SIGPIPE, which this runtime ignores for itself and must not hand down
            Assert.Throws<ProcessFailedException>(() => Runner.Run(new Pipeline(Shell("exec yes"), Shell("exit 0")))).Message,
            StringComparison.Ordinal);

    /// <summary>A loop that uses a known amount of processor time says itself, through the shell's times, what it used.</summary>
    [Fact]
    public void Processor_time_includes_grandchildren()
    {
        var usage = Runner.Run(new Pipeline(Shell("sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'; times")) { Output = _folder["times"] });
        var said = File.ReadAllLines(_folder["times"])[1].Split(' ').Sum(Seconds);
        Assert.True(said > 0.02, "the loop is too short to tell anything");
        Assert.InRange(usage.CpuSeconds, said * 0.9, (said * 1.1) + 0.1);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(200)]
    public void Peak_memory_is_the_child_s_own_not_the_parent_s(int megabytes)
    {
        var ballast = new byte[100_000_000];
        Array.Fill(ballast, (byte)1); // this process holds more than the small child and less than the large one

        // 4 GB in all: it holds its peak for much longer than a sample takes.
        var (size, count) = ($"bs={megabytes.ToString(CultureInfo.InvariantCulture)}M", $"count={(4000 / megabytes).ToString(CultureInfo.InvariantCulture)}");
        var command = new Command("/usr/bin/dd", "if=/dev/zero", "of=/dev/null", size, count);
        var usage = Runner.Run(new Pipeline(command));
        GC.KeepAlive(ballast);
        Assert.InRange(usage.PeakBytes, megabytes * 1_048_576L, (megabytes * 1_048_576L) + 8_000_000);
    }

    [Fact]
    public async Task Cancelling_ends_the_command()
    {
        var run = Task.Run(() => Runner.Run(new Pipeline(Shell("echo started; exec sleep 1000"))), TestContext.Current.CancellationToken);
        while (!File.Exists(_folder["log"]) || (await File.ReadAllTextAsync(_folder["log"], TestContext.Current.CancellationToken)).Length == 0)
        {
            await Task.Yield();
        }

        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    private static Command Shell(string script) => new("/bin/sh", "-c", script);

    private static double Seconds(string time)
    {
        var parts = time.TrimEnd('s').Split('m');
        return (60 * double.Parse(parts[0], CultureInfo.InvariantCulture)) + double.Parse(parts[1], CultureInfo.InvariantCulture);
    }
}
