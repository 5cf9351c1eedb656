using System.Globalization;
using Holdfast.Benchmarks.Processes;
using Holdfast.Benchmarks.Results;
using Holdfast.Benchmarks.Tools;

namespace Holdfast.Benchmarks.Suites;

/// <summary>One benchmark's run: its folder, its tools, and the measuring of their steps.</summary>
/// <remarks>
/// The tools take turns within each step, and each round begins with another one. What a step left dirty is written back before the
/// next begins. A tool that fails, or restores other bytes than were backed up, drops out; the others go on.
/// </remarks>
internal sealed class Session(
    BenchmarkOptions options, string folder, IReadOnlyList<Tool> tools, ProcessRunner runner, Recorder recorder, Action<string> say, string? passphraseFile)
{
    private readonly List<Tool> _standing = [.. tools];

    public BenchmarkOptions Options => options;

    public Recorder Recorder => recorder;

    /// <summary>Encrypts what Holdfast stores; null when it is not to.</summary>
    public string? PassphraseFile => passphraseFile;

    /// <summary>Ends the benchmark.</summary>
    public CancellationToken Cancellation => runner.Cancellation;

    /// <summary>The tools that have not failed.</summary>
    public IReadOnlyList<Tool> Tools => _standing;

    /// <summary>What went wrong, one entry for each tool that dropped out.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>A path in the benchmark's folder.</summary>
    public string Within(string name) => Path.Combine(folder, name);

    /// <summary>Tells the user what goes on.</summary>
    public void Say(string text) => say(text);

    /// <summary>Runs something that is not measured.</summary>
    public Usage Run(Pipeline pipeline) => runner.Run(pipeline);

    /// <summary>What a command prints.</summary>
    public string Ask(Command command) => runner.Ask(command);

    /// <summary>Measures one step of somebody, and records it.</summary>
    public async Task TimeAsync(string step, string who, Func<Task<Usage>> run)
    {
        NativeProcess.WriteBack();
        var usage = await run();
        say(string.Create(CultureInfo.InvariantCulture, $"{step} {who}: {usage.Seconds:0.00} s"));
        recorder.Add(step, who, new Measurement(usage, null, null));
    }

    /// <summary>Runs the data generator in a process of its own and returns what it prints.</summary>
    public string Data(string action, string target, params IReadOnlyList<(string Option, long Value)> values)
    {
        say($"{action} {Path.GetFileName(target)}");
        List<string> arguments = ["data", action, "--to", target, "--seed", options.Seed.ToString(CultureInfo.InvariantCulture)];
        foreach (var (option, value) in values)
        {
            arguments.AddRange([option, value.ToString(CultureInfo.InvariantCulture)]);
        }

        return runner.Ask(new Command(Environment.ProcessPath!, arguments));
    }

    /// <summary>As <see cref="Data"/>, for actions that answer with bytes.</summary>
    public long DataBytes(string action, string target, params IReadOnlyList<(string Option, long Value)> values) =>
        long.Parse(Data(action, target, values), CultureInfo.InvariantCulture);

    /// <summary>
    /// Lets the generated files grow older than the few seconds within which a tool cannot tell from a file's times that it changed
    /// once more, and would read it again.
    /// </summary>
    public static void Settle() => Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System).Wait();

    /// <summary>The repository of a tool.</summary>
    public string Repository(Tool tool, string set = "repository") => Within($"{set}-{tool.Name}");

    /// <summary>Gives every tool an empty repository.</summary>
    public void NewRepositories(string set = "repository")
    {
        foreach (var tool in _standing.ToArray())
        {
            Folders.Renew(Repository(tool, set));
            if (tool.Create(Repository(tool, set)) is { } create)
            {
                Try(tool, "create", () => runner.Run(create));
            }
        }
    }

    /// <summary>Lets every tool do one step that stores something, and records it.</summary>
    public void Store(string step, int round, Func<Tool, string, Pipeline?> make, string set = "repository")
    {
        foreach (var tool in InTurn(round))
        {
            if (make(tool, Repository(tool, set)) is { } pipeline && Measure(tool, step, pipeline, set) is { } measurement)
            {
                recorder.Add(step, tool.Name, measurement);
            }
        }
    }

    /// <summary>Measures one run of one tool without recording it; null when the tool failed.</summary>
    public Measurement? Measure(Tool tool, string step, Pipeline pipeline, string set = "repository")
    {
        Measurement? result = null;
        Try(tool, step, () =>
        {
            var (bytes, objects) = Folders.Size(Repository(tool, set));
            var usage = Timed(tool, step, pipeline);
            var (bytesAfter, objectsAfter) = Folders.Size(Repository(tool, set));
            result = new Measurement(usage, bytesAfter - bytes, objectsAfter - objects);
        });
        return result;
    }

    /// <summary>Lets every tool restore a tree, checks what it restored in the first round, and records it.</summary>
    /// <param name="hash">What <c>data hash</c> said about the tree that was backed up.</param>
    public void RestoreTree(string step, int round, int day, string source, string hash, string set = "repository")
    {
        foreach (var tool in InTurn(round))
        {
            // Stays until the end: for minutes after many files were deleted, ext4 makes new ones slowly.
            var target = Folders.Renew(Within($"{step}-{round}-{tool.Name}"));
            if (tool.RestoreTree(Repository(tool, set), day, target) is { } pipeline)
            {
                Restore(tool, step, round, pipeline, tool.RestoredRoot(source, target), hash);
            }
        }
    }

    /// <summary>Lets every tool restore a stream into a file, checks it in the first round, and records it.</summary>
    public void RestoreStream(string step, int round, int day, string hash)
    {
        foreach (var tool in InTurn(round))
        {
            var target = Within("restored-stream");
            if (tool.RestoreStream(Repository(tool), day, target) is { } pipeline)
            {
                Restore(tool, step, round, pipeline, target, hash);
            }

            File.Delete(target);
        }
    }

    /// <summary>Asks each tool how many of the stored bytes are in use.</summary>
    public void RecordLiveBytes(string step)
    {
        foreach (var tool in _standing.ToArray())
        {
            Try(tool, "statistics", () =>
            {
                if (tool.LiveBytes(runner, Repository(tool)) is { } bytes)
                {
                    recorder.AddLive(step, tool.Name, bytes);
                }
            });
        }
    }

    private void Restore(Tool tool, string step, int round, Pipeline pipeline, string restored, string hash) => Try(tool, step, () =>
    {
        var usage = Timed(tool, step, pipeline);
        if (round == 1 && Data("hash", restored) != hash)
        {
            throw new ProcessFailedException($"{tool.Name} restored something else than was backed up");
        }

        recorder.Add(step, tool.Name, new Measurement(usage, null, null));
    });

    private Usage Timed(Tool tool, string step, Pipeline pipeline)
    {
        NativeProcess.WriteBack();
        var usage = runner.Run(pipeline);
        say(string.Create(CultureInfo.InvariantCulture, $"{step} {tool.Name}: {usage.Seconds:0.00} s"));
        return usage;
    }

    private Tool[] InTurn(int round)
    {
        var first = _standing.Count == 0 ? 0 : (round - 1) % _standing.Count;
        return [.. _standing.Skip(first), .. _standing.Take(first)];
    }

    private void Try(Tool tool, string step, Action action)
    {
        try
        {
            action();
        }
        catch (ProcessFailedException failure)
        {
            _standing.Remove(tool);
            Failures.Add($"{tool.Name} dropped out at '{step}': {failure.Message}");
            say(Failures[^1]);
        }
    }
}
