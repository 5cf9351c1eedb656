namespace Holdfast.Benchmarks.Suites;

/// <summary>One named comparison: it makes its data and leads the tools through its steps.</summary>
internal abstract class Benchmark
{
    /// <summary>All there are; a new one is one more file and one more line here.</summary>
    public static readonly Benchmark[] All = [new MixedBenchmark(), new SmallFilesBenchmark(), new DumpBenchmark(), new AgedBenchmark(), new PgDumpBenchmark(), new OverheadBenchmark(), new ListBenchmark(), new StatusBenchmark(), new StoresBenchmark(), new ServicesBenchmark(), new ScaleBenchmark(), new ArchiversBenchmark()];

    /// <summary>Name on the command line and in the results.</summary>
    public abstract string Name { get; }

    /// <summary>One line for <c>--help</c>.</summary>
    public abstract string Summary { get; }

    /// <summary>Runs all of it; the session records.</summary>
    public abstract void Run(Session session);
}
