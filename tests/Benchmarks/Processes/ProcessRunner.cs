using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Holdfast.Benchmarks.Processes;

/// <summary>Runs pipelines to their end and measures them from outside.</summary>
/// <param name="log">Takes what the commands print; replaced at each run.</param>
/// <param name="cancellation">Ends the running commands, then the run.</param>
internal sealed class ProcessRunner(string log, CancellationToken cancellation)
{
    private const int ShownLines = 20;

    /// <summary>Ends the running commands, then the run.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>Runs one pipeline.</summary>
    /// <exception cref="ProcessFailedException">A command ended with an error; the message has the end of its output.</exception>
    /// <exception cref="OperationCanceledException">The benchmark was told to stop.</exception>
    public Usage Run(Pipeline pipeline)
    {
        cancellation.ThrowIfCancellationRequested();
        using var errors = File.OpenHandle(log, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        using var input = File.OpenHandle(pipeline.Input ?? "/dev/null");
        using var output = pipeline.Output is null ? null : File.OpenHandle(pipeline.Output, FileMode.Create, FileAccess.Write);
        var started = Stopwatch.GetTimestamp();
        var children = Start(pipeline.Commands, (int)input.DangerousGetHandle(), (int)(output ?? errors).DangerousGetHandle(), (int)errors.DangerousGetHandle());
        var usage = Finish(pipeline, children, started);
        cancellation.ThrowIfCancellationRequested();
        return usage;
    }

    /// <summary>Runs one command and returns what it printed to its standard output.</summary>
    public string Ask(Command command)
    {
        var answer = log + ".answer";
        Run(new Pipeline(command) { Output = answer });
        return File.ReadAllText(answer).Trim();
    }

    private static List<ChildProcess> Start(IReadOnlyList<Command> commands, int input, int output, int errors)
    {
        var children = new List<ChildProcess>();
        var reading = input;
        try
        {
            for (var index = 0; index < commands.Count; index++)
            {
                var (next, writing) = index == commands.Count - 1 ? (-1, output) : Pipe();
                children.Add(ChildProcess.Start(commands[index], reading, writing, errors));
                Close(reading, unless: input);
                Close(writing, unless: output);
                reading = next;
            }
        }
        catch
        {
            foreach (var child in children)
            {
                child.Terminate();
                child.Wait();
            }

            throw;
        }

        return children;
    }

    private Usage Finish(Pipeline pipeline, List<ChildProcess> children, long started)
    {
        var total = default(Usage);
        var failures = new List<string>();
        using var memory = new PeakMemory(children);
        for (var index = 0; index < children.Count; index++)
        {
            using var stop = cancellation.Register(children[index].Terminate);
            var (code, used) = children[index].Wait();
            total = new Usage(0, total.CpuSeconds + used.CpuSeconds, total.PeakBytes + memory.Of(index, used));
            if (code != 0)
            {
                failures.Add($"{pipeline.Commands[index]} ended with {code}");
            }
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        cancellation.ThrowIfCancellationRequested();
        return failures.Count == 0
            ? total with { Seconds = seconds }
            : throw new ProcessFailedException(string.Join("; ", failures) + ":" + Environment.NewLine + EndOfLog());
    }

    private string EndOfLog() => string.Join(Environment.NewLine, File.ReadLines(log).TakeLast(ShownLines).Select(line => "    " + line));

    private static (int Reading, int Writing) Pipe()
    {
        var ends = new int[2];
        return NativeProcess.Pipe(ends, NativeProcess.CloseOnExec) == 0
            ? (ends[0], ends[1])
            : throw new ProcessFailedException($"no pipe: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    private static void Close(int descriptor, int unless)
    {
        if (descriptor != unless)
        {
            _ = NativeProcess.Close(descriptor);
        }
    }
}
