using Holdfast.Benchmarks.Tools;

namespace Holdfast.Benchmarks.Suites;

/// <summary>What <c>--help</c> prints.</summary>
internal static class Help
{
    public static string Text() => $"""
        ./bench [option ...] [name ...]

        Runs Holdfast's engine and each of {string.Join(", ", Toolbox.Names[1..])} that is on the PATH on the same generated data, in turn, and
        prints what each took. Without a name all benchmarks run:

        {string.Join(Environment.NewLine, Benchmark.All.Select(benchmark => $"  {benchmark.Name,-12} {benchmark.Summary}"))}

          --quick          a tenth of the data
          --rounds N       measure each step N times (default 3) and print medians
          --tools A,B      only these tools: {string.Join(", ", Toolbox.Names)}
          --json           one object a line: name, step, tool, seconds, cpuSeconds, peakBytes, storedBytes, objects, ratio
          --markdown       print machine and versions, and the tables, for a document
          --files N        another number of files in the tree
          --no-encryption  let Holdfast store unencrypted; the peers always encrypt, except tar+zstd
          --seed N         other data (default 1); one seed gives the same data everywhere
          --work DIR       make data and repositories below DIR instead of a temporary folder
          --keep           leave them there

        seconds is wall time; cpuSeconds the user and system time of all processes of the tool; peakBytes its largest resident memory;
        storedBytes and objects are the bytes and files that the step added to the repository ('aged': the whole repository at the end).
        changedBytes, where known, is how much of the source changed before the step; liveBytes how much of the repository the kept
        backups refer to. ratio is Holdfast's seconds divided by this tool's seconds: below 1 Holdfast is faster. In the table every
        figure of a peer is followed by the same quotient, Holdfast's figure divided by the peer's.

        Exit code 0: all tools did all steps; 1: a tool failed or restored wrong bytes; 2: the command line is wrong.

        """;
}
