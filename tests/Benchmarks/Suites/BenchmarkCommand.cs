using System.Runtime.InteropServices;
using System.Text.Json;
using Holdfast.Benchmarks.Processes;
using Holdfast.Benchmarks.Results;
using Holdfast.Benchmarks.Tools;

namespace Holdfast.Benchmarks.Suites;

/// <summary>The benchmark program itself: runs what was asked for and prints what came out.</summary>
internal static class BenchmarkCommand
{
    private const int Interrupted = 130;

    public static int Run(IReadOnlyList<string> arguments)
    {
        if (arguments.Contains("--help") || arguments.Contains("-h"))
        {
            Console.Out.Write(Help.Text());
            return 0;
        }

        var options = BenchmarkOptions.Parse(arguments);
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var work = Directory.CreateDirectory(options.Work is null
            ? Directory.CreateTempSubdirectory("holdfast-bench-").FullName
            : Path.Combine(Path.GetFullPath(options.Work), "holdfast-bench")).FullName;
        try
        {
            return Run(options, work, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.Error.WriteLine("interrupted");
            return Interrupted;
        }
        finally
        {
            if (!options.Keep)
            {
                Folders.Remove(work);
            }
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    private static int Run(BenchmarkOptions options, string work, CancellationToken cancellationToken)
    {
        var runner = new ProcessRunner(Path.Combine(work, "log"), cancellationToken);
        var tools = Toolbox.Find(options.Tools, work, options.Encrypted);
        Introduce(options, work, tools, runner);
        var failures = new List<string>();
        foreach (var benchmark in options.Names.Select(name => Benchmark.All.First(one => one.Name == name)))
        {
            var recorder = new Recorder(benchmark.Name);
            var session = new Session(options, Folders.Renew(Path.Combine(work, benchmark.Name)), tools, runner, recorder, Say, options.Encrypted ? Toolbox.Passphrase(work) : null);
            benchmark.Run(session);
            failures.AddRange(session.Failures.Select(failure => $"{benchmark.Name}: {failure}"));
            Print(options, benchmark, recorder.Results(HoldfastTool.ToolName));
            if (!options.Keep)
            {
                Folders.Remove(session.Within(""));
            }

            void Say(string text) => Console.Error.WriteLine($"{benchmark.Name}: {text}");
        }

        failures.ForEach(failure => Console.Error.WriteLine("FAILED " + failure));
        return failures.Count == 0 ? 0 : 1;
    }

    private static void Introduce(BenchmarkOptions options, string work, List<Tool> tools, ProcessRunner runner)
    {
        var lines = Machine.Describe(work, TimeProvider.System).Concat(tools.Select(tool => $"{tool.Name}: {tool.Version(runner)}"));
        var writer = options.Markdown ? Console.Out : Console.Error;
        foreach (var line in lines)
        {
            writer.WriteLine("- " + line);
        }

        foreach (var absent in Toolbox.Names.Where(name => (options.Tools.Count == 0 || options.Tools.Contains(name)) && tools.TrueForAll(tool => tool.Name != name)))
        {
            writer.WriteLine($"- {absent}: not on the PATH, left out");
        }
    }

    private static void Print(BenchmarkOptions options, Benchmark benchmark, IReadOnlyList<Result> results)
    {
        if (options.Json)
        {
            foreach (var result in results)
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(result, ResultJson.Default.Result));
            }

            return;
        }

        Console.Out.WriteLine();
        Console.Out.WriteLine($"{(options.Markdown ? "### " : "")}{benchmark.Name}{(options.Quick ? " --quick" : "")}");
        Console.Out.WriteLine();
        Console.Out.Write(ResultTable.Of(results, HoldfastTool.ToolName));
    }
}
